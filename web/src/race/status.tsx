// How a lane stands: a sign and a word, so that colour is never alone; and what the browser says of its protocol.
import type { LaneStatus } from '../follow/lane.ts';
import type { LaneSnapshot } from '../session/session.ts';
import { say } from '../text/say.ts';

const signs: Readonly<Record<LaneStatus, string>> = { connecting: '…', live: '●', lost: '↻', stopped: '✕' };

export const Status = ({ snapshot: { lane, protocol } }: { readonly snapshot: LaneSnapshot }) => (
  <>
    <span class={`status status-${lane.status}`} title={lane.why ?? undefined}>
      <span aria-hidden="true">{signs[lane.status]}</span> {say(`race.status.${lane.status}`)}
    </span>
    {protocol === 'http/1.0' && (
      <span class="chip" title={say('race.protocolWhy')}>
        {protocol}
      </span>
    )}
  </>
);
