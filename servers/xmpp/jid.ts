// JIDs: `local@domain/resource` taken apart, checked and brought to one form (RFC 7622 §3).

/** A JID in its one form: local part and domain in lower case. */
export interface Jid {
  readonly local?: string;
  readonly domain: string;
  readonly resource?: string;
}

/** RFC 7622 §3.1: each part has at most 1023 bytes. */
const maximumPartBytes = 1023;
// oxlint-disable no-control-regex -- control characters are what these patterns are about
/** RFC 7622 §3.3.1 names `" & ' / : < > @` as forbidden; white space and control characters fall to its profile. */
const localPattern = /^[^\u0000-\u0020\u007f"&'/:<>@]+$/;
const resourcePattern = /^[^\u0000-\u001f\u007f-\u009f]+$/;
const domainPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

const encoder = new TextEncoder();
const fits = (part: string, pattern: RegExp): boolean =>
  pattern.test(part) && part.isWellFormed() && encoder.encode(part).byteLength <= maximumPartBytes;

/** Whether a client may have a resource of this name. */
export const isResource = (text: string): boolean => fits(text, resourcePattern);

/** Reads a JID; `undefined` = it is none. Local part and domain are compared without regard to case. */
export const parseJid = (text: string): Jid | undefined => {
  const slash = text.indexOf('/');
  const bare = slash === -1 ? text : text.slice(0, slash);
  const at = bare.indexOf('@');
  const domain = bare.slice(at + 1).toLowerCase();
  const local = at === -1 ? undefined : bare.slice(0, at).toLowerCase();
  const resource = slash === -1 ? undefined : text.slice(slash + 1);
  if (!domainPattern.test(domain)) return undefined;
  if (local !== undefined && !fits(local, localPattern)) return undefined;
  if (resource !== undefined && !isResource(resource)) return undefined;
  return { domain, ...(local !== undefined && { local }), ...(resource !== undefined && { resource }) };
};

/** `local@domain`, or the domain alone. */
export const bareJid = ({ local, domain }: Jid): string => (local === undefined ? domain : `${local}@${domain}`);

/** The whole JID as text. */
export const formatJid = (jid: Jid): string =>
  jid.resource === undefined ? bareJid(jid) : `${bareJid(jid)}/${jid.resource}`;
