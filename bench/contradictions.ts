// Whether the published figures agree with one another: what is printed has to be what was judged.
import type { RunResult, TransportResult } from './report/result.ts';

/** Figures that are sums of whole numbers agree to the last digit; those that are quotients nearly. */
const isNear = (left: number, right: number): boolean => Math.abs(left - right) <= 1e-6 * Math.max(1, Math.abs(right));

interface Pair {
  readonly what: string;
  readonly said: number | null;
  readonly follows: number | null;
}

const pairsOf = ({ bytes, ledger, requests, emptyResponses, model }: TransportResult): readonly Pair[] => {
  const measured = (start: string): number | null => model.find(({ name }) => name.startsWith(start))?.measured ?? null;
  const emptyShare = measured('empty');
  return [
    { what: 'bytes an event', said: bytes.perDelivery, follows: quotient(bytes.steady, bytes.deliveries) },
    { what: 'all bytes', said: bytes.total, follows: bytes.setup + bytes.steady },
    { what: 'the ledger’s steady bytes', said: ledger?.steady.kernelBytes ?? null, follows: bytes.steady },
    { what: 'the ledger’s bytes', said: ledger?.whole.kernelBytes ?? null, follows: bytes.total },
    { what: 'empty answers', said: emptyResponses, follows: emptyShare === null ? null : emptyShare * requests },
  ];
};

const quotient = (sum: number, count: number): number | null => (count === 0 ? null : sum / count);

/** Sentences, one for each figure that does not follow from the others; none where there is nothing to hold it against. */
export const contradictions = ({ transports, workload }: RunResult): readonly string[] =>
  transports.flatMap((transport) => [
    ...pairsOf(transport)
      .filter(({ said, follows }) => said !== null && follows !== null && !isNear(said, follows))
      .map(({ what, said, follows }) => `${transport.id}: ${what} are ${said}, and ${follows} by the other figures`),
    ...(transport.connections < workload.clients * workload.repeats
      ? [`${transport.id}: ${transport.connections} connections cannot carry ${workload.clients} clients`]
      : []),
  ]);
