// Which machine a connection comes from, as one text a machine.

/** Whether an address, or a host name, is this machine's own loopback. */
export const isLoopback = (address: string): boolean =>
  address === '::1' || /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address);

/** One text for the forms that one machine appears in: IPv4 within IPv6 (RFC 4291 §2.5.5.2), and every loopback address. */
export const machineOf = (address: string | undefined): string => {
  if (address === undefined) return 'unknown';
  return isLoopback(address) ? '127.0.0.1' : address.replace(/^::ffff:(?=\d+\.)/i, '');
};
