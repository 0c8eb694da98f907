// Process entry: options, build, listen, drain on a signal.
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { buildApp, type BuiltApp } from './app.ts';
import { describeCertificate, makeCertificate, readCertificate, type Certificate } from './certificate.ts';
import { readConfig, serverUsage, type ServerConfig } from './config.ts';
import { buildPages } from './control/build-pages.ts';
import { introduceNetwork, networkAddresses } from './control/network.ts';
import { TrainerToken } from './control/trainer-token.ts';
import { demoPassword } from './finesse/directory.ts';
import { LabError } from './protocol/errors.ts';
import { readTrace } from './simulation/trace.ts';
import { introduceTaps } from './tap/introduce-taps.ts';

const webRoot = fileURLToPath(new URL('../web', import.meta.url));
const results = fileURLToPath(new URL('../results', import.meta.url));

const startStory = ({ arrivals, seed, ratePerSecond, trace }: ServerConfig, { stage }: BuiltApp): void =>
  stage.change({ scenario: trace === undefined ? arrivals : 'trace', seed, ratePerSecond });

/** What a person can do something about, by the code of the fault. */
const listenRefusals: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use',
  EACCES: 'is not for every user',
};

/** The board shows every agent from the first moment on. */
const introduceAgents = ({ desk, feed }: BuiltApp): void => {
  for (const { id, team } of desk.directory.agents.values()) {
    const { state, since } = desk.statusOf(id);
    feed.introduce({ type: 'agent-state', agent: id, state, ...(team !== undefined && { team }), at: since });
  }
};

/** IPv4 alone, for `localhost` and a class: behind `::` every machine would have two addresses, and bytes are told apart by them. */
const listen = async (built: BuiltApp, { port, isLan }: ServerConfig): Promise<void> => {
  const host = isLan ? '0.0.0.0' : '127.0.0.1';
  try {
    await built.app.listen({ host, port });
    await built.listenTapped({ host, port });
  } catch (cause) {
    const why = listenRefusals[(cause as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw cause;
    throw new LabError('LAB_PARAMETER_INVALID', `Port ${port} ${why}; choose another with --port, or --port 0.`, {
      cause,
    });
  }
};

const certificateFor = async ({ tls, isLan }: ServerConfig): Promise<Certificate | undefined> => {
  if (tls === undefined) return undefined;
  return tls === 'self-signed' ? makeCertificate(isLan ? networkAddresses() : []) : readCertificate(tls);
};

/** Nobody vouches for a certificate that was made here: clients are told how they get it, and people how to know it. */
const introduceCertificate = (certificate: Certificate, { tls }: ServerConfig, address: string): string =>
  tls === 'self-signed'
    ? `TLS with a self-signed certificate ${describeCertificate(certificate)}; ` +
      `clients trust it with --ca lab.pem, after curl -ko lab.pem ${address}/certificate.pem\n`
    : `TLS with the given certificate ${describeCertificate(certificate)}.\n`;

const run = async (): Promise<void> => {
  const config = readConfig(process.argv.slice(2));
  if (config.isHelpWanted) {
    process.stdout.write(serverUsage);
    return;
  }
  const tls = await certificateFor(config);
  const trace = config.trace === undefined ? undefined : await readTrace(config.trace);
  const lan = config.isLan ? new TrainerToken() : undefined;
  const webDirectory = await buildPages(webRoot);
  const built = await buildApp({
    window: config.window,
    xmppDomain: config.xmppDomain,
    xmpp: {
      profile: config.xmppProfile,
      needsEncryption: config.needsEncryption,
      presenceGraceMs: config.presenceGraceMs,
      seeOtherUri: config.seeOtherUri,
    },
    webDirectory,
    resultsDirectory: existsSync(results) ? results : undefined,
    tls,
    trace,
    lan,
  });
  introduceAgents(built);
  // On loopback all pushes look alike: news is late because a network is between (the bench measures without the taps).
  built.taps.setRtt(config.rttMs);
  await listen(built, config);
  const { port } = built.app.server.address() as AddressInfo;
  const scheme = tls ? 'https' : 'http';
  const address = `${scheme}://127.0.0.1:${port}`;
  process.stdout.write(`transport-lab listening on ${address}\n`);
  process.stdout.write(introduceTaps((id) => built.taps.portOf(id), address));
  if (lan) process.stdout.write(introduceNetwork({ scheme, port, token: lan.text }));
  startStory(config, built);
  if (tls) process.stderr.write(introduceCertificate(tls, config, address));
  process.stderr.write(
    `Agents 1001001 to 1001020, password ${demoPassword}; supervisor administrator, password 1234; ` +
      `XMPP domain ${config.xmppDomain} (profile ${config.xmppProfile}), PubSub service pubsub.${config.xmppDomain}.\n`,
  );
  const stop = (): void => {
    void built.drain().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

run().catch((error: unknown) => {
  // A LabError is a sentence for the person at the terminal; anything else is a fault with its stack.
  process.stderr.write(`${error instanceof LabError ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = error instanceof LabError ? 2 : 1;
});
