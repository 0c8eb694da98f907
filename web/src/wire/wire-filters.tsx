// What is listed: which transports, which connection, which words.
import { useId } from 'preact/hooks';
import { transportIds } from '../../../servers/protocol/catalog.ts';
import { Badge } from '../parts/badge.tsx';
import { say } from '../text/say.ts';
import type { WireProps } from './wire-view.tsx';

export const WireFilters = ({ state }: WireProps) => {
  const { only } = state;
  const connection = state.connection.value;
  return (
    <div class="choices wire-filters" role="group" aria-label={say('wire.filters')}>
      <button type="button" aria-pressed={only.length === 0} onClick={() => state.showAll()}>
        {say('wire.all')}
      </button>
      {transportIds.map((transport) => (
        <button
          key={transport}
          type="button"
          class="wire-chip"
          aria-pressed={only.includes(transport)}
          onClick={() => state.toggle(transport)}
        >
          <Badge id={transport} /> {say(`race.name.${transport}`)}
        </button>
      ))}
      {connection !== null && (
        <button type="button" aria-pressed={true} onClick={() => void (state.connection.value = null)}>
          {say('wire.onlyConnection', { connection })} <span aria-hidden="true">✕</span>
        </button>
      )}
    </div>
  );
};

/** Words that have to stand somewhere in a row. */
export const FindField = ({ state }: WireProps) => {
  const id = useId();
  return (
    <span class="field">
      <label for={id}>{say('wire.find')}</label>
      <input
        id={id}
        type="search"
        maxLength={100}
        value={state.find.value}
        placeholder={say('wire.findExample')}
        onInput={(event) => void (state.find.value = event.currentTarget.value)}
      />
    </span>
  );
};
