// The kernel's counters of this network namespace: IPv4 bytes and packets.
import { readFileSync } from 'node:fs';

/** Totals since the namespace was made. IPv4 only: the hop to the server is IPv6 and does not count here. */
export interface KernelCounters {
  /** IP bytes sent; on loopback every packet is sent once, whichever side sent it. */
  readonly bytes: number;
  readonly packets: number;
  /** TCP segments that were sent again, of IPv6 too: the kernel keeps no two counts. */
  readonly retransmitted: number;
}

/** `/proc/net/snmp` and `/proc/net/netstat`: two lines a protocol, names and then values. */
export const parseCounters = (text: string): ReadonlyMap<string, number> => {
  const counters = new Map<string, number>();
  const lines = text.split('\n');
  for (let index = 0; index + 1 < lines.length; index += 2) {
    const names = (lines[index] ?? '').split(' ');
    const values = (lines[index + 1] ?? '').split(' ');
    const protocol = names[0] ?? '';
    names.forEach((name, column) => {
      if (column > 0) counters.set(`${protocol}${name}`, Number(values[column]));
    });
  }
  return counters;
};

/** @throws when a counter is not there (another kernel than Linux) */
export const readKernelCounters = (): KernelCounters => {
  const snmp = parseCounters(readFileSync('/proc/self/net/snmp', 'utf8'));
  const netstat = parseCounters(readFileSync('/proc/self/net/netstat', 'utf8'));
  const read = (counters: ReadonlyMap<string, number>, name: string): number => {
    const value = counters.get(name);
    if (value === undefined) throw new Error(`The kernel has no counter ${name}.`);
    return value;
  };
  return {
    bytes: read(netstat, 'IpExt:OutOctets'),
    packets: read(snmp, 'Ip:OutRequests'),
    retransmitted: read(snmp, 'Tcp:RetransSegs'),
  };
};

/** Answers in time after which this kernel lets the next one carry the acknowledgement: a setting since Linux 6.7, 3 before. */
export const pingpongThreshold = (): number => {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/tcp_pingpong_thresh', 'utf8'));
  } catch {
    return 3;
  }
};
