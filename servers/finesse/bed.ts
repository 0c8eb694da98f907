// Finesse's REST, for tests: a lab without transports, people who ask, and the answers.
import type { TestContext } from 'node:test';
import type { AgentEvent } from '../protocol/event.ts';
import { openLab, type TestLab } from '../testing/lab.ts';
import { benchAgent, demoDirectory } from './directory.ts';

export const basic = (id: string, password: string): string =>
  `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`;
/** Agent 1001001, of team 5000. */
export const agent = basic('1001001', 'secret');
export const supervisor = basic('administrator', '1234');

/** A lab with the usual people and one account outside the teams. */
export const openFinesse = (context: TestContext): Promise<TestLab> =>
  openLab(context, { transports: {}, directory: demoDirectory([benchAgent(1)]) });

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Asks for a path below `/finesse/api`. */
export const ask = async ({ url }: TestLab, path: string, init: RequestInit = {}): Promise<Answer> => {
  const answer = await fetch(`${url}/finesse/api${path}`, init);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};

/** A GET by somebody. */
export const by = (authorization: string): RequestInit => ({ headers: { authorization } });

/** A request with a body, by somebody. */
export const send = (method: 'PUT' | 'POST', authorization: string, body: string, type?: string): RequestInit => ({
  method,
  headers: { authorization, 'content-type': type ?? 'application/xml', RequestId: 'request-1' },
  body,
});

/** What has been published in this lab. */
export const published = ({ feed }: TestLab): readonly AgentEvent[] =>
  feed.readAfter({ cursor: 'e1-0' }).entries.map(({ event }) => event);

/** The body of a refusal. */
export const apiErrors = (type: string, message: string, data: string): string =>
  `<ApiErrors><ApiError><ErrorType>${type}</ErrorType><ErrorMessage>${message}</ErrorMessage>` +
  `<ErrorData>${data}</ErrorData></ApiError></ApiErrors>`;
