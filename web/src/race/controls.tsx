// What a trainer does to the race: publish one event or many, set the rhythm and the size; and for everybody, count anew, see it as a table.
import type { TargetedMouseEvent } from 'preact';
import { settingRules } from '../../../servers/protocol/control.ts';
import type { LabPage } from '../lab-page.ts';
import { NumberField } from '../parts/number-field.tsx';
import { say } from '../text/say.ts';
import { burstLimits, raceStateOf } from './race-state.ts';

const defaultBurst = { count: 100, rate: 100 } as const;

/** A button that was clicked with a pointer gives the focus back, or Space would press it again instead of pausing. */
const byPointer =
  (action: () => void) =>
  (event: TargetedMouseEvent<HTMLButtonElement>): void => {
    if (event.detail > 0) event.currentTarget.blur();
    action();
  };

/** Why the room cannot be changed from here; '' = it can. */
export const whyNot = (page: LabPage): string => {
  if (page.isReplay.value) return say('race.notInReplay');
  if (page.room.value === null) return say('shell.noChannel');
  return page.isTrainer.value ? '' : say('race.notTrainer');
};

export const Controls = ({ page }: { readonly page: LabPage }) => {
  const why = whyNot(page);
  const settings = page.room.value?.settings;
  return (
    <div
      class="controls"
      role="group"
      aria-label={say('race.controls')}
      aria-describedby={why ? 'race-why-not' : undefined}
    >
      <button type="button" class="primary" disabled={why !== ''} onClick={byPointer(() => void page.publish())}>
        {say('race.publish')} <kbd aria-hidden="true">{say('shell.key.enterName')}</kbd>
      </button>
      <Burst page={page} isDisabled={why !== ''} />
      <NumberField
        label={say('race.poll')}
        value={page.state.pollIntervalMs.value}
        least={50}
        most={60_000}
        isDisabled={page.isReplay.value}
        onSet={(ms) => page.setPollInterval(ms)}
      />
      {settings && (
        <NumberField
          label={say('race.payload')}
          value={settings.payloadBytes}
          least={0}
          most={settingRules.payloadBytes.most}
          isDisabled={why !== ''}
          onSet={(payloadBytes) => void page.set({ payloadBytes })}
        />
      )}
      {why !== '' && (
        <p id="race-why-not" class="small">
          {why}
        </p>
      )}
    </div>
  );
};

/** How the race is counted and shown: beside the lanes' names, where there is room. */
export const ViewButtons = ({ page }: { readonly page: LabPage }) => {
  const { isTable } = raceStateOf(page);
  return (
    <div class="view-buttons">
      <button
        type="button"
        aria-pressed={isTable.value}
        onClick={byPointer(() => void (isTable.value = !isTable.value))}
      >
        {say('race.table')}
      </button>
      <button
        type="button"
        disabled={page.isReplay.value}
        title={page.isReplay.value ? say('race.notInReplay') : undefined}
        onClick={byPointer(() => page.source.reset())}
      >
        {say('race.reset')}
      </button>
    </div>
  );
};

const Burst = ({ page, isDisabled }: { readonly page: LabPage; readonly isDisabled: boolean }) => {
  const { burstCount, burstRate } = raceStateOf(page);
  const count = burstCount.value ?? defaultBurst.count;
  const ratePerSecond = burstRate.value ?? defaultBurst.rate;
  const burst = (): void => {
    page.cursor.goLive();
    void page.ask({ do: 'burst', count, ratePerSecond });
  };
  return (
    <span class="burst" role="group" aria-label={say('race.burst')}>
      <button type="button" disabled={isDisabled} onClick={byPointer(burst)}>
        {say('race.burst')}
      </button>
      <NumberField
        label={say('race.burstCount')}
        value={count}
        least={1}
        most={burstLimits.count}
        isDisabled={isDisabled}
        onSet={(value) => void (burstCount.value = value)}
      />
      <NumberField
        label={say('race.burstRate')}
        value={ratePerSecond}
        least={1}
        most={burstLimits.rate}
        isDisabled={isDisabled}
        onSet={(value) => void (burstRate.value = value)}
      />
    </span>
  );
};
