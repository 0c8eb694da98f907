// Process entry: options, build, listen, drain on a signal.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildApp, type BuiltApp } from './app.ts';
import { describeCertificate, makeCertificate, readCertificate, type Certificate } from './certificate.ts';
import { readConfig, serverUsage, type ServerConfig } from './config.ts';
import { buildPages } from './control/build-pages.ts';
import { demoPassword } from './finesse/directory.ts';
import { LabError } from './protocol/errors.ts';
import { replay, simulate } from './simulation/director.ts';
import type { Pace } from './simulation/pace.ts';
import { readTrace } from './simulation/trace.ts';

const webRoot = fileURLToPath(new URL('../web', import.meta.url));
const results = fileURLToPath(new URL('../results', import.meta.url));

const startStory = async (config: ServerConfig, { desk, feed }: BuiltApp): Promise<Pace | undefined> => {
  const publish = feed.publish.bind(feed);
  if (config.trace !== undefined) return replay(desk, publish, await readTrace(config.trace));
  if (config.ratePerSecond === 0) return undefined;
  return simulate(desk, publish, {
    seed: config.seed,
    ratePerSecond: config.ratePerSecond,
    pattern: config.arrivals,
  });
};

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

const listen = async ({ app }: BuiltApp, port: number): Promise<string> => {
  try {
    return await app.listen({ host: '127.0.0.1', port });
  } catch (cause) {
    const why = listenRefusals[(cause as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw cause;
    throw new LabError('LAB_PARAMETER_INVALID', `Port ${port} ${why}; choose another with --port, or --port 0.`, {
      cause,
    });
  }
};

const certificateFor = async ({ tls }: ServerConfig): Promise<Certificate | undefined> => {
  if (tls === undefined) return undefined;
  return tls === 'self-signed' ? makeCertificate() : readCertificate(tls);
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
  });
  introduceAgents(built);
  const story = await startStory(config, built);
  const address = await listen(built, config.port).catch((cause: unknown) => {
    story?.stop();
    throw cause;
  });
  process.stdout.write(`transport-lab listening on ${address}\n`);
  if (tls) process.stderr.write(introduceCertificate(tls, config, address));
  process.stderr.write(
    `Agents 1001001 to 1001020, password ${demoPassword}; supervisor administrator, password 1234; ` +
      `XMPP domain ${config.xmppDomain} (profile ${config.xmppProfile}), PubSub service pubsub.${config.xmppDomain}.\n`,
  );
  const stop = (): void => {
    story?.stop();
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
