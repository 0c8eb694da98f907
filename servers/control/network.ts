// Where other machines reach a server that they may reach, and what the trainer's page is opened with.
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** IPv4 addresses of this machine that others know it by. */
export const networkAddresses = (
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): readonly string[] =>
  Object.values(interfaces)
    .flat()
    .flatMap((one) => (one && one.family === 'IPv4' && !one.internal ? [one.address] : []));

/** What is printed of such a server. */
export interface Network {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly token: string;
}

/** A line for each address, and the one that nobody else should see. */
export const introduceNetwork = ({ scheme, port, token }: Network, addresses = networkAddresses()): string =>
  [
    ...addresses.map((address) => `on the network: ${scheme}://${address}:${port}`),
    `trainer's page: ${scheme}://127.0.0.1:${port}/?token=${token}`,
    '',
  ].join('\n');
