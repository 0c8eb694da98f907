// A private user and network namespace, so that the kernel's counters see this run and nothing else. No root needed.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Set in the environment of the bench that runs inside. */
export const insideVariable = 'TRANSPORT_LAB_NAMESPACE';

/** Ways to bring `lo` up, tried in this order; each is there on some machines. SIOCGIFFLAGS 0x8913, SIOCSIFFLAGS 0x8914. */
const waysUp: readonly (readonly [command: string, ...rest: string[]])[] = [
  ['ip', 'link', 'set', 'lo', 'up'],
  ['ifconfig', 'lo', 'up'],
  [
    'perl',
    '-e',
    'use Socket; socket(S,PF_INET,SOCK_DGRAM,0) or exit 1; $r=pack("a16 s x22","lo",0x49); ioctl(S,0x8914,$r) or exit 1;',
  ],
  [
    'python3',
    '-c',
    'import fcntl,socket,struct; fcntl.ioctl(socket.socket(socket.AF_INET,socket.SOCK_DGRAM),0x8914,struct.pack("16sh22x",b"lo",0x49))',
  ],
];

const isLoopbackUp = (): boolean => {
  try {
    return readFileSync('/proc/self/net/if_inet6', 'utf8').includes('lo') && hasRoute();
  } catch {
    return false;
  }
};

/** An address on `lo` that is up has its local route in the table. */
const hasRoute = (): boolean => readFileSync('/proc/self/net/fib_trie', 'utf8').includes('127.0.0.1');

/** Inside: brings `lo` up. Success is that it is up, not that a command returned. @returns why not, or `null` */
export const raiseLoopback = (): string | null => {
  for (const [command, ...rest] of waysUp) {
    if (isLoopbackUp()) return null;
    spawnSync(command, rest, { stdio: 'ignore' });
  }
  return isLoopbackUp() ? null : 'the loopback interface of a private namespace could not be brought up';
};

/** Ways into a namespace: as an ordinary user, and as root where user namespaces are forbidden. */
const waysIn: readonly (readonly string[])[] = [['--user', '--map-root-user', '--net'], ['--net']];

/** @returns the flags that work here, or why none does */
export const findNamespace = (): { readonly flags: readonly string[] } | { readonly reason: string } => {
  if (process.platform !== 'linux')
    return { reason: `network namespaces are Linux only, and this is ${process.platform}` };
  for (const flags of waysIn) {
    const { status, error } = spawnSync('unshare', [...flags, 'true'], { stdio: 'ignore' });
    if (status === 0) return { flags };
    if (error) return { reason: 'there is no `unshare` (util-linux) on this machine to make a private namespace with' };
  }
  return { reason: 'this machine forbids private network namespaces (`unshare --user --map-root-user --net` failed)' };
};

/** Runs this very command again inside; resolves with its exit code. */
export const runInside = (flags: readonly string[], argv: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn('unshare', [...flags, process.execPath, ...argv], {
      stdio: 'inherit',
      env: { ...process.env, [insideVariable]: '1' },
    });
    // The terminal's interrupt reaches the child as well; the parent stays to pass its exit code on.
    const pass = (signal: NodeJS.Signals): void => {
      if (signal === 'SIGTERM') child.kill(signal);
    };
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });

/** Whether a server can listen on `::1`: the hop behind the relay is IPv6, so that the kernel's IPv4 counters do not see it. */
export const hasIpv6Loopback = (): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '::1', port: 0 }, () => server.close(() => resolve(true)));
  });
