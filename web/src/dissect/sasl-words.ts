// What may be read of a SASL message: never a password or a proof of one.
import { mask } from '../../../clients/xmpp/explain/secrets.ts';

/** RFC 4616 §2 and RFC 5802 §7: what stands in the base64. */
export const saslWords = (base64: string): string => {
  let message: string;
  try {
    message = atob(base64);
  } catch {
    // It is no base64; whether there is a secret in it nobody knows.
    return mask;
  }
  const [authzid, authcid, password, ...rest] = message.split('\0');
  if (password !== undefined && rest.length === 0) return `${authzid}\\0 ${authcid} \\0 ${mask}`;
  // SCRAM: names and nonces may be read, a proof may not.
  return /^(?:[ny],|[rcv]=)/.test(message) ? message.replace(/\bp=.*/, `p=${mask}`) : mask;
};
