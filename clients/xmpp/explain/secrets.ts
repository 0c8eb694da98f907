// Takes the secrets out of a frame before it is shown: SASL messages, and the passwords of older logins.

/** What stands where a secret stood; of one length, whatever that was. */
export const mask = '••••';

/**
 * Elements whose content is a secret, or could be turned into one: SASL (RFC 6120 §6.4), its successor (XEP-0388), and
 * the login before SASL (XEP-0078). Up to the end tag, for a secret may be in a CDATA section too.
 */
const secretContent =
  /(<(?:[^\s<>/:]+:)?(auth|response|initial-response|password|digest)\b[^<>]*(?<!\/)>)([\s\S]*?)(?=<\/(?:[^\s<>/:]+:)?\2\b|$)/g;

/** RFC 5802 §3: what a SCRAM client says first is a name and a nonce, hence no secret. */
const isOpenMessage = (tag: string): boolean => /mechanism\s*=\s*["']SCRAM-/.test(tag);

/** The frame as text without its secrets. It reads no XML, so that a broken frame keeps its secrets as well. */
export const withoutSecrets = (frame: string): string =>
  frame.replace(secretContent, (whole, tag: string, name: string, content: string) =>
    content.trim() === '' || (name === 'auth' && isOpenMessage(tag)) ? whole : `${tag}${mask}`,
  );
