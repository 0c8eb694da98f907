// Which pages may read what the lab answers: its own, from whichever of its ports, and those of this very machine.

/** A host name, without its port and without the brackets of IPv6; `undefined` when it cannot be read. */
const hostNameOf = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : undefined;

/** RFC 6761 §6.3 for names; RFC 1122 §3.2.1.3 and RFC 4291 §2.5.3 for addresses. */
const isLoopbackName = (name: string): boolean =>
  name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);

/**
 * Whether a page of this origin belongs to the lab: it came from the host that was asked, or from this machine.
 * @param host the `Host` field of the request; `undefined` when there is none
 */
export const isOwnOrigin = (origin: string, host: string | undefined): boolean => {
  // RFC 6454 §7: an origin that is not told is `null`, which is no URL.
  const name = /^https?:\/\//.test(origin) ? hostNameOf(origin) : undefined;
  if (name === undefined) return false;
  return isLoopbackName(name) || (host !== undefined && name === hostNameOf(`http://${host}`));
};
