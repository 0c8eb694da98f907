// Finesse's dialog object as XML: `<Dialog>` in REST answers and lists, `<dialog>` where a call itself changes.
import type { DialogEvent } from '../protocol/event.ts';
import type { Markup } from '../protocol/xml.ts';
import type { Call } from './calls.ts';
import type { Directory } from './directory.ts';
import { field, wrap } from './markup.ts';

/** Where a call is found. */
export const dialogUri = (dialog: string): string => `/finesse/api/Dialog/${dialog}`;

/** The call as its newest event tells it, with everybody who takes part. */
export const dialogObject = (root: 'Dialog' | 'dialog', { newest, legs }: Call, directory: Directory): Markup =>
  wrap(
    root,
    field('associatedDialogUri', ''),
    field('fromAddress', newest.from),
    field('id', newest.dialog),
    wrap('mediaProperties', newest.queue === undefined ? '' : field('queueNumber', newest.queue)),
    field('mediaType', 'Voice'),
    wrap('participants', ...legs.map((leg) => participant(leg, directory))),
    field('state', newest.state),
    field('toAddress', newest.to),
    field('uri', dialogUri(newest.dialog)),
  );

const participant = ({ agent, state, at }: DialogEvent, { agents }: Directory): Markup =>
  wrap(
    'Participant',
    field('mediaAddress', agents.get(agent)?.extension ?? agent),
    field('mediaAddressType', 'AGENT_DEVICE'),
    field('state', state),
    field('stateChangeTime', at),
  );
