// What must hold whatever the transport: the harness counts each thing once, and two that count the same agree.
import type { ModelRow } from '../report/result.ts';
import type { Observed } from './observed.ts';
import { judge } from './row.ts';
import { byteShare } from './tolerances.ts';
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
const answerRow = ({ costModel, connectionsEach, steady }: Observed): readonly ModelRow[] =>
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
          uncertainty: connectionsEach === 2 ? 2 * steady.emptyAnswers : 0,
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
          uncertainty: retransmittedBytes(observed) / steady.deliveries,
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

/** The rows that every transport has. */
export const harnessRows = (observed: Observed): readonly ModelRow[] => [
  sampleRow(observed),
  connectionRow(observed),
  ...requestRow(observed),
  ...answerRow(observed),
  ...payloadRow(observed),
  ...ledgerRow(observed),
];
