// Request header sets: a desktop's requests are as large as its browser makes them.
import type { HeaderFields } from '../servers/protocol/http10.ts';

/** What Chromium 156 adds to a same-origin fetch, in its order (the host and connection fields are the sender's). */
const browserFetch: HeaderFields = {
  'sec-ch-ua-platform': '"Linux"',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  'sec-ch-ua': '"Chromium";v="156", "Not;A=Brand";v="24"',
  'sec-ch-ua-mobile': '?0',
  accept: '*/*',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
  referer: 'http://127.0.0.1:8080/',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-US,en;q=0.9',
};

/** Which set to send. */
export type HeaderSet = 'browser' | 'minimal';

export const headerSets: Readonly<Record<HeaderSet, HeaderFields>> = { browser: browserFetch, minimal: {} };
