// What must hold whatever the transport: the harness counts each thing once, and two that count the same agree.
import type { ModelRow } from '../report/result.ts';
import type { Observed } from './observed.ts';
import { judge } from './row.ts';
import { segmentBytes } from '../ledger/golden.ts';
import { byteShare, meanShare, sharePoints, stallMeanDoubtMs } from './tolerances.ts';
import { retransmittedBytes } from './wire.ts';

/** New connections in the steady part: one a request without keep-alive, else none. */
const connectionRow = ({ costModel, steady }: Observed): ModelRow =>
  judge({
    name: 'connections per request',
    predicted: costModel === 'board-new-connection' ? 1 : 0,
    measured: steady.requests === 0 ? steady.connections : steady.connections / steady.requests,
    unit: 'connections',
    tolerance: 0.005,
  });

/** One sample for each event that a client got: none made up, none dropped, none corrected for. */
const sampleRow = ({ expectedSamples, n }: Observed): ModelRow =>
  judge({
    name: 'one sample an event',
    predicted: expectedSamples,
    measured: n,
    unit: 'samples',
    tolerance: 0,
  });

/** The relay sees requests as heads in the bytes, the clients as calls: what one of them does not count shows. */
const requestRow = ({ steady }: Observed): readonly ModelRow[] =>
  steady.requestHeads === null
    ? []
    : [
        judge({
          name: 'requests = heads on the wire',
          predicted: steady.requestHeads,
          measured: steady.requests,
          unit: 'requests',
          tolerance: steady.requestHeads * byteShare,
        }),
      ];

/** Each request has its answer, with news or without; one that nobody counts is missing here. */
const answerRow = ({ costModel, connectionsEach, workload, steady }: Observed): readonly ModelRow[] =>
  costModel === 'push'
    ? []
    : [
        judge({
          name: 'an answer a request',
          predicted: steady.requests,
          measured: steady.newsAnswers + steady.emptyAnswers,
          unit: 'answers',
          tolerance: steady.requests * byteShare,
          // An answer in vain brings a ping over the other connection, and who hears that one counts no answer.
          // And of those held when all were ready, some end in vain before anybody counts.
          uncertainty:
            steady.emptyAnswers === 0 || costModel !== 'long-poll'
              ? 0
              : workload.clients * workload.repeats + (connectionsEach === 2 ? 2 * steady.emptyAnswers : 0),
        }),
      ];

/** The eight layers of the ledger against the kernel's total, an event. */
const ledgerRow = (observed: Observed): readonly ModelRow[] => {
  const { steady } = observed;
  return steady.ledgerBytes === null || steady.ipBytes === null || steady.deliveries === 0
    ? []
    : [
        judge({
          name: 'ledger = kernel',
          predicted: steady.ledgerBytes / steady.deliveries,
          measured: steady.ipBytes / steady.deliveries,
          unit: 'B',
          tolerance: (steady.ledgerBytes / steady.deliveries) * byteShare,
          // Two events that come close together may be acknowledged together by a client that is busy with another's.
          uncertainty: retransmittedBytes(observed) / steady.deliveries + observed.crowdedShare * segmentBytes,
        }),
      ];
};

/** The entries' JSON, as encoded for the wire, against what the relay took out of the stream: so large is what is delivered. */
const payloadRow = ({ steady }: Observed): readonly ModelRow[] => {
  const { messagePayload, seenPayload, deliveries } = steady;
  if (messagePayload === null || seenPayload === null || deliveries === 0) return [];
  return [
    judge({
      name: 'payload an event',
      predicted: messagePayload / deliveries,
      measured: seenPayload / deliveries,
      unit: 'B',
      tolerance: (messagePayload / deliveries) * byteShare,
    }),
  ];
};

/** The probes have a sample for each of their events too: what is predicted rests on them. */
const probeRow = ({ expectedProbeSamples, probeSamples }: Observed): ModelRow =>
  judge({
    name: 'one sample an event of the probes',
    predicted: expectedProbeSamples,
    measured: probeSamples,
    unit: 'samples',
    tolerance: 0,
  });

/** Each entry names the time at which it was to be published, not the one at which it was: to the nanosecond that of the plan. */
const dateRow = ({ misdated }: Observed): ModelRow =>
  judge({
    name: 'samples dated otherwise than planned',
    predicted: 0,
    measured: misdated,
    unit: 'samples',
    tolerance: 0,
  });

/**
 * One transit takes half a round trip, and what a timer is late by. No news can be younger than that, but for a timer that
 * fires early.
 */
const transitRows = (observed: Observed): readonly ModelRow[] => {
  const { workload, medianTransitMs, floorErrorMs, latenciesMs } = observed;
  const half = workload.rttMs / 2;
  if (half === 0) return [];
  return [
    judge({
      name: 'transit = RTT/2 + a timer',
      predicted: half + timerLatenessMs,
      measured: medianTransitMs,
      unit: 'ms',
      tolerance: (half + timerLatenessMs) * meanShare(observed),
      standardError: floorErrorMs,
      uncertainty: stallMeanDoubtMs(observed),
    }),
    judge({
      name: 'nothing is earlier than RTT/2 (min)',
      predicted: half,
      measured: Math.min(half, latenciesMs[0] ?? half),
      unit: 'ms',
      tolerance: earlyTimerMs,
    }),
  ];
};

/** Measured 0.2 to 0.5 ms on a quiet machine, beside what the publisher is late by. */
const timerLatenessMs = 0.5;
/** A timer of Node fires up to a millisecond early (MEASURING §1.6; seen here: 0.51 ms of 800). */
const earlyTimerMs = 1;

/** Processor time as the server tells it, and as the kernel's own books have it (/proc/PID), where there are any. */
const cpuRow = ({ serverCpu, workload }: Observed): readonly ModelRow[] =>
  serverCpu === null
    ? []
    : [
        judge({
          name: 'server CPU = /proc',
          predicted: serverCpu.readMs,
          measured: serverCpu.toldMs,
          unit: 'ms',
          tolerance: serverCpu.readMs * meanShare({ workload }),
          // The two are read a call apart, in which a process that compiles may work.
          uncertainty: readingMs * workload.repeats,
        }),
      ];

const readingMs = 5;

/** What the kernel sends again is in no model; where it is much the wire was not what the models are of. */
const retransmissionRow = ({ steady }: Observed): readonly ModelRow[] =>
  steady.packets === null || steady.packets === 0
    ? []
    : [
        judge({
          name: 'segments sent again',
          predicted: 0,
          measured: steady.retransmitted / steady.packets,
          unit: 'share',
          tolerance: sharePoints,
        }),
      ];

/** The rows that every transport has. */
export const harnessRows = (observed: Observed): readonly ModelRow[] => [
  sampleRow(observed),
  probeRow(observed),
  dateRow(observed),
  ...transitRows(observed),
  ...cpuRow(observed),
  connectionRow(observed),
  ...requestRow(observed),
  ...answerRow(observed),
  ...payloadRow(observed),
  ...ledgerRow(observed),
  ...retransmissionRow(observed),
];
