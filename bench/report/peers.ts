// The peers: servers of somebody else that are measured beside the lab's own. Browser-safe.
import type { TransportId } from '../../servers/protocol/catalog.ts';
import type { PeerResult, RunResult, TransportResult } from './result.ts';
import { fill, reportWords, type ReportWords } from './words.ts';

/** What a peer is, and how it is drawn. */
export interface PeerDescription {
  readonly name: string;
  /** The transport whose clients follow it. */
  readonly over: TransportId;
  /** One letter, other than those of the catalog. */
  readonly letter: string;
  /** At least 3.2:1 on white and 4.5:1 on #121212, as in the catalog. */
  readonly colour: { readonly light: string; readonly dark: string };
}

const peerCatalog = {
  prosody: { name: 'Prosody', over: 'xmpp', letter: 'R', colour: { light: '#0a7d62', dark: '#3ad1ac' } },
} as const satisfies Record<string, PeerDescription>;

/** The id of a peer. */
export type PeerId = keyof typeof peerCatalog;

/** The ids of all peers. */
export const peerIds = Object.keys(peerCatalog) as readonly PeerId[];

/** The description of a peer. */
export const describePeer = (id: PeerId): PeerDescription => peerCatalog[id];

/** Whether a text is the id of a peer. */
export const isPeerId = (text: string): text is PeerId => Object.hasOwn(peerCatalog, text);

/** The peers of a run; a run.json from before there were peers has none. */
export const peersOf = ({ peers = [] }: RunResult): readonly PeerResult[] => peers;

/** The name of a peer as it stands beside transports: short, for a row has little room, and marked. */
export const peerTitle = ({ id, version }: PeerResult, words: ReportWords = reportWords): string =>
  fill(words.peer, { name: `${describePeer(id).name}${version === null ? '' : ` ${version}`}` });

/** Everyone whose figures were measured, the peers last. */
export const measuredOf = (run: RunResult): readonly (TransportResult | PeerResult)[] => [
  ...run.transports,
  ...peersOf(run),
];

/** Whether a result is a peer's. */
export const isPeerResult = (result: TransportResult | PeerResult): result is PeerResult => isPeerId(result.id);
