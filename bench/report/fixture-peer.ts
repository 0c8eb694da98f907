// For tests only: a peer nobody measured, and a fan-out comparison with it.
import { exampleTransport } from './fixture.ts';
import type { FanOutResult, FanOutRow, PeerResult } from './result.ts';

/** A Prosody beside the example's xmpp; `overrides` replaces whole parts. */
export const examplePeer = (overrides: Partial<PeerResult> = {}): PeerResult => {
  const { model: _, ledger: __, ...figures } = exampleTransport('xmpp');
  return {
    ...figures,
    id: 'prosody',
    title: 'Prosody 0.12.3 PubSub',
    version: '0.12.3',
    over: 'xmpp',
    serverCpuMsPerDelivery: 0.42,
    ...overrides,
  };
};

const row = (id: FanOutRow['id'], title: string, pacedUs: number, burstUs: number): FanOutRow => ({
  id,
  title,
  paced: { deliveries: 20_000, serverCpuMsPerDelivery: pacedUs / 1000 },
  burst: {
    deliveries: 80_000,
    serverCpuMsPerDelivery: burstUs / 1000,
    eventsPerSecond: 1e6 / burstUs / 250,
    counterCpuShare: 0.3,
  },
  missing: 0,
  surplus: 0,
});

/** The comparison, with the CPU per delivery of both at a steady pace. */
export const exampleFanOut = (ownUs = 9.1, peerUs = 41): FanOutResult => ({
  subscribers: 200,
  payloadBytes: 200,
  pacedRatePerSecond: 20,
  pacedSeconds: 2.5,
  burstEvents: 200,
  repeats: 2,
  rows: [row('xmpp', 'XMPP over WebSocket', ownUs, 2), row('prosody', 'Prosody 0.12.3 PubSub', peerUs, 40)],
});
