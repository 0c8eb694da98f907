// What may be done to one transport's wire, below HTTP, and what is being done to it. For the race and the wire view.
import type { ComponentChildren } from 'preact';
import type { TransportId } from '../../../servers/protocol/catalog.ts';
import { noFaults, type TapFaults } from '../../../servers/protocol/control.ts';
import type { LabPage } from '../lab-page.ts';
import { NumberField } from '../parts/number-field.tsx';
import { whyNot } from '../race/controls.tsx';
import { formatNumber, say } from '../text/say.ts';
import { activeFaults, type FaultName } from './active-faults.ts';
import { useMenu } from './use-menu.ts';

interface FaultProps {
  readonly page: LabPage;
  readonly id: TransportId;
}

/** What middleboxes commonly wait for. */
const defaultIdleMs = 60_000;

/** Labels of the faults that are active; nothing while all is well. */
export const FaultChips = ({ page, id }: FaultProps) => {
  const faults = page.room.value?.faults[id];
  if (!faults) return null;
  return (
    <>
      {activeFaults(faults).map((name) => (
        <span key={name} class="chip chip-fault" title={chipText(name, faults)}>
          <span aria-hidden="true">⚠</span> {chipText(name, faults)}
        </span>
      ))}
    </>
  );
};

const chipText = (name: FaultName, { extraRttMs, idleTimeoutMs }: TapFaults): string =>
  say(`faults.chip.${name}`, {
    ms: formatNumber(extraRttMs),
    seconds: formatNumber((idleTimeoutMs ?? 0) / 1000, (idleTimeoutMs ?? 0) % 1000 === 0 ? 0 : 1),
  });

/** A disclosure; opening one closes the others. @param isNamed whether the transport's name is not beside it */
export const FaultMenu = ({ page, id, isNamed = false }: FaultProps & { readonly isNamed?: boolean }) => {
  const name = say(`race.name.${id}`);
  return (
    <details class="faults" name="faults" {...useMenu()}>
      <summary aria-label={say('faults.of', { name })}>
        {isNamed ? say('faults.of', { name }) : say('faults.title')}
      </summary>
      <div class="faults-body" role="group" aria-label={say('faults.of', { name })}>
        <p class="faults-name">{name}</p>
        <Faults page={page} id={id} />
      </div>
    </details>
  );
};

const Faults = ({ page, id }: FaultProps) => {
  const faults = page.room.value?.faults[id] ?? noFaults;
  const why = whyNot(page);
  const isDisabled = why !== '';
  const set = (change: Partial<TapFaults>): void => void page.ask({ do: 'fault', transport: id, faults: change });
  const isWell = activeFaults(faults).length === 0;
  return (
    <>
      {isDisabled && <p>{why}</p>}
      <div class="fault">
        <NumberField
          label={say('faults.delay')}
          value={faults.extraRttMs}
          least={0}
          most={2000}
          isDisabled={isDisabled}
          onSet={(extraRttMs) => set({ extraRttMs })}
        />
        <p>{say('faults.delayWhy')}</p>
      </div>
      <div class="fault">
        <button type="button" disabled={isDisabled} onClick={() => void page.ask({ do: 'cut', transport: id })}>
          {say('faults.cut')}
        </button>
        <p>{say('faults.cutWhy')}</p>
      </div>
      <Switch name="dark" isOn={faults.isDark} isDisabled={isDisabled} onSet={(isDark) => set({ isDark })} />
      <Switch
        name="buffering"
        isOn={faults.isBuffering}
        isDisabled={isDisabled}
        onSet={(isBuffering) => set({ isBuffering })}
      />
      <IdleFault idleTimeoutMs={faults.idleTimeoutMs} isDisabled={isDisabled} set={set} />
      <Switch
        name="refusing"
        isOn={faults.isRefusing}
        isDisabled={isDisabled}
        onSet={(isRefusing) => set({ isRefusing })}
      />
      <button type="button" class="primary" disabled={isDisabled || isWell} onClick={() => set(noFaults)}>
        {say('faults.well')}
      </button>
    </>
  );
};

interface IdleProps {
  readonly idleTimeoutMs: number | null;
  readonly isDisabled: boolean;
  readonly set: (change: Partial<TapFaults>) => void;
}

const IdleFault = ({ idleTimeoutMs, isDisabled, set }: IdleProps) => (
  <Switch
    name="idle"
    isOn={idleTimeoutMs !== null}
    isDisabled={isDisabled}
    onSet={(isOn) => set({ idleTimeoutMs: isOn ? defaultIdleMs : null })}
  >
    {idleTimeoutMs !== null && (
      <NumberField
        label={say('faults.idleSeconds')}
        value={idleTimeoutMs / 1000}
        least={0.1}
        most={3600}
        step="any"
        isDisabled={isDisabled}
        onSet={(seconds) => set({ idleTimeoutMs: seconds * 1000 })}
      />
    )}
  </Switch>
);

interface SwitchProps {
  readonly name: Exclude<FaultName, 'delay'>;
  readonly isOn: boolean;
  readonly isDisabled: boolean;
  readonly onSet: (isOn: boolean) => void;
  readonly children?: ComponentChildren;
}

const Switch = ({ name, isOn, isDisabled, onSet, children }: SwitchProps) => (
  <div class="fault">
    <label class="switch">
      <input
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        onChange={({ currentTarget }) => {
          // The room decides: until it says so, nothing has changed.
          const wanted = currentTarget.checked;
          currentTarget.checked = isOn;
          onSet(wanted);
        }}
      />
      {say(`faults.${name}`)}
    </label>
    {children}
    <p>{say(`faults.${name}Why`)}</p>
  </div>
);
