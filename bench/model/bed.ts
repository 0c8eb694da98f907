// For tests of the models: the figures of a default run in which everything is as it should be.
import type { Workload } from '../report/result.ts';
import { defaultTransports, workloads } from '../workload.ts';
import type { Observed } from './observed.ts';

export const workload: Workload = { ...(workloads['desktops'] as Workload), transports: defaultTransports };

/** Samples of U(from, from + spread), evenly laid out. */
export const evenly = (n: number, from: number, spread: number): Float64Array =>
  Float64Array.from({ length: n }, (_, index) => from + (spread * (index + 0.5)) / n);

/** A short poll of the default run. */
export const observed = (rest: Partial<Observed> = {}): Observed => ({
  costModel: 'short-poll',
  connectionsEach: 1,
  heartbeat: null,
  workload,
  floorMeanMs: 41,
  floorErrorMs: 0.05,
  transitMs: 41,
  medianTransitMs: 41,
  floorMedianMs: 41,
  stalledShare: 0,
  meanErrorMs: 0.05,
  meanMs: 291,
  n: 1600,
  latenciesMs: evenly(1600, 41, 500),
  expectedSamples: 1600,
  expectedProbeSamples: 160,
  probeSamples: 160,
  misdated: 0,
  serverCpu: { toldMs: 500, readMs: 505 },
  worstStallMs: 1,
  requestTimeMs: 82,
  serviceMs: 1,
  holdMs: 25_000,
  hasMissed: false,
  distinctEvents: 1600,
  planned: { meanWaitMs: 250, medianWaitMs: 250, tailWaitMs: 495, medianDeviationMs: 0.4, emptyShare: 0.37 },
  answers: 1600,
  emptyAnswers: 589,
  ownCostMs: 0.01,
  ownClientCostMs: 0,
  fanOut: null,
  crowdedShare: 0,
  sharedFirstAcks: 0,
  steady: {
    seconds: 5.4,
    requests: 1000,
    connections: 0,
    deliveries: 1000,
    newsAnswers: 632,
    emptyAnswers: 368,
    messageBytes: 800_000,
    messagePayload: 324_000,
    seenPayload: 324_000,
    answerBytes: 600,
    heartbeatBytes: 0,
    requestHeads: 1000,
    ledgerBytes: 1_008_000,
    ipBytes: 1_008_000,
    packets: 4000,
    retransmitted: 0,
  },
  ...rest,
});

/** The same with another steady part. */
export const observedSteady = (steady: Partial<Observed['steady']>, rest: Partial<Observed> = {}): Observed => ({
  ...observed(rest),
  steady: { ...observed(rest).steady, ...steady },
});
