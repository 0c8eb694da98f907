// What is printed of the tapped ports when a server starts.
import { describeTransport, transportIds, type TransportId } from '../protocol/catalog.ts';

const widest = Math.max(...transportIds.map((id) => id.length));

/** An aligned line for each transport that has a port of its own; `address` as the server is reached. */
export const introduceTaps = (portOf: (id: TransportId) => number | undefined, address: string): string => {
  const { protocol, hostname } = new URL(address);
  const tail = protocol === 'https:' ? 's' : '';
  return transportIds
    .map((id) => ({ id, port: portOf(id), ...describeTransport(id) }))
    .filter(({ port }) => port !== undefined)
    .map(({ id, port, scheme, path }) => `  ${id.padEnd(widest)}  ${scheme}${tail}://${hostname}:${port}${path}\n`)
    .join('');
};
