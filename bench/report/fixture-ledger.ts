// For tests only: a byte ledger nobody measured, whose layers add up to almost all of the bytes it is made for.
import { describeTransport } from '../../servers/protocol/catalog.ts';
import type { CostModel, TransportId } from '../../servers/protocol/catalog.ts';
import { ledgerLayers, type Ledger, type LedgerLayer, type LedgerSpan } from './result.ts';

type Shares = Readonly<Partial<Record<LedgerLayer, number>>>;

/** Share of each layer in the steady bytes; what is missing to 1 is payload. */
const steadyShares: Readonly<Record<CostModel, Shares>> = {
  'board-new-connection': {
    framing: 0.01,
    httpHeaders: 0.09,
    tcpIpHeaders: 0.02,
    acknowledgements: 0.02,
    handshakeAndClose: 0.04,
  },
  board: { framing: 0.01, httpHeaders: 0.1, tcpIpHeaders: 0.02, acknowledgements: 0.02 },
  'short-poll': { framing: 0.02, httpHeaders: 0.58, tcpIpHeaders: 0.08, acknowledgements: 0.08 },
  'long-poll': { framing: 0.04, httpHeaders: 0.59, tcpIpHeaders: 0.08, acknowledgements: 0.04 },
  push: { framing: 0.05, tcpIpHeaders: 0.12, acknowledgements: 0.12 },
};

const setupShares: Shares = { httpHeaders: 0.6, tcpIpHeaders: 0.15, acknowledgements: 0.1, handshakeAndClose: 0.15 };

/** What the layers leave of the kernel's bytes. */
const residualShare = 0.0004;

/**
 * A ledger of so many bytes.
 *
 * @param overrides parts of the ledger that differ, nothing by default
 */
export const exampleLedger = (
  id: TransportId,
  { steady, setup }: { readonly steady: number; readonly setup: number },
  overrides: Partial<Ledger> = {},
): Ledger => {
  const { costModel, needs } = describeTransport(id);
  const shares = { ...steadyShares[costModel], ...(needs.includes('xml') ? { xmppXml: 0.6 } : {}) };
  const inSteady = layersOf(steady, shares);
  const inSetup = layersOf(setup, setupShares);
  const inWhole = record((layer) => inSteady[layer] + inSetup[layer]);
  return {
    steady: spanOf(inSteady, steady),
    whole: spanOf(inWhole, steady + setup),
    seenBy: 'relay',
    derived: [],
    ...overrides,
  };
};

const record = (of: (layer: LedgerLayer) => number): Record<LedgerLayer, number> =>
  Object.fromEntries(ledgerLayers.map((layer) => [layer, of(layer)])) as Record<LedgerLayer, number>;

const layersOf = (bytes: number, shares: Shares): Record<LedgerLayer, number> => {
  const payload = 1 - Object.values(shares).reduce((sum, share) => sum + share, 0);
  const all: Shares = { ...shares, payload };
  return record((layer) => Math.round(bytes * (1 - residualShare) * Math.max(0, all[layer] ?? 0)));
};

const spanOf = (layers: Record<LedgerLayer, number>, kernelBytes: number): LedgerSpan => {
  const total = Object.values(layers).reduce((sum, bytes) => sum + bytes, 0);
  return { layers, total, kernelBytes, residualShare: kernelBytes === 0 ? null : (kernelBytes - total) / kernelBytes };
};
