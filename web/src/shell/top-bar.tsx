// The top bar: what the room does (scenario, seed, RTT, rate), pause, record, language, colours, keys.
import { useId } from 'preact/hooks';
import { settingRules, type Scenario } from '../../../servers/protocol/control.ts';
import { handScenarios, type LabPage } from '../lab-page.ts';
import { NumberField } from '../parts/number-field.tsx';
import { themes, type Theme } from '../state/page-state.ts';
import { language, languages, say, type Language } from '../text/say.ts';
import { RecordButtons } from './record-buttons.tsx';

interface TopBarProps {
  readonly page: LabPage;
  readonly showKeys: () => void;
}

export const TopBar = ({ page, showKeys }: TopBarProps) => (
  <header class="top">
    <p class="brand">{say('shell.title')}</p>
    <RoomSettings page={page} />
    <div class="top-actions">
      <PauseButton page={page} />
      <RecordButtons page={page} />
      <LanguageChoice page={page} />
      <ThemeChoice page={page} />
      <button type="button" class="sign" onClick={showKeys} aria-label={say('shell.keys')} title={say('shell.keys')}>
        ?
      </button>
    </div>
  </header>
);

const rangeOf = (name: keyof typeof settingRules) => ({
  least: settingRules[name].least,
  most: settingRules[name].most,
});

const RoomSettings = ({ page }: { readonly page: LabPage }) => {
  const settings = page.room.value?.settings;
  if (!settings) return <div class="room" />;
  const isDisabled = !page.isTrainer.value;
  return (
    <div class="room" role="group" aria-label={say('shell.settings')}>
      <ScenarioChoice page={page} scenario={settings.scenario} isDisabled={isDisabled} />
      <NumberField
        label={say('shell.seed')}
        value={settings.seed}
        {...rangeOf('seed')}
        isDisabled={isDisabled}
        onSet={(seed) => void page.set({ seed })}
      />
      <NumberField
        label={say('shell.rtt')}
        value={settings.rttMs}
        {...rangeOf('rttMs')}
        isDisabled={isDisabled}
        onSet={(rttMs) => void page.set({ rttMs })}
      />
      <NumberField
        label={say('shell.rate')}
        value={settings.ratePerSecond}
        {...rangeOf('ratePerSecond')}
        step="any"
        isDisabled={isDisabled}
        onSet={(ratePerSecond) => void page.set({ ratePerSecond })}
      />
    </div>
  );
};

interface ScenarioProps {
  readonly page: LabPage;
  readonly scenario: Scenario;
  readonly isDisabled: boolean;
}

const ScenarioChoice = ({ page, scenario, isDisabled }: ScenarioProps) => {
  const id = useId();
  const words = scenario === 'trace' ? [...handScenarios, scenario] : handScenarios;
  return (
    <span class="field">
      <label for={id}>{say('shell.scenario')}</label>
      <select
        id={id}
        value={scenario}
        disabled={isDisabled}
        onChange={(event) => void page.set({ scenario: event.currentTarget.value as Scenario })}
      >
        {words.map((word) => (
          <option key={word} value={word}>
            {say(`shell.scenario.${word}`)}
          </option>
        ))}
      </select>
    </span>
  );
};

const PauseButton = ({ page }: { readonly page: LabPage }) => {
  const isPaused = page.cursor.isPaused.value;
  return (
    <button
      type="button"
      class="pause"
      aria-pressed={isPaused}
      onClick={(event) => {
        // A button that was clicked with a pointer gives the focus back, or Space would press it again.
        if (event.detail > 0) event.currentTarget.blur();
        page.cursor.toggle();
      }}
    >
      <span aria-hidden="true">{isPaused ? '▶' : '❚❚'}</span> {say(isPaused ? 'shell.play' : 'shell.pause')}
    </button>
  );
};

const LanguageChoice = ({ page }: { readonly page: LabPage }) => (
  <select
    aria-label={say('shell.language')}
    value={language.value}
    onChange={(event) => void (page.state.language.value = event.currentTarget.value as Language)}
  >
    {Object.entries(languages).map(([tag, name]) => (
      <option key={tag} value={tag} lang={tag}>
        {name}
      </option>
    ))}
  </select>
);

const ThemeChoice = ({ page }: { readonly page: LabPage }) => (
  <select
    aria-label={say('shell.theme')}
    value={page.state.theme.value}
    onChange={(event) => void (page.state.theme.value = event.currentTarget.value as Theme)}
  >
    {themes.map((theme) => (
      <option key={theme} value={theme}>
        {say(`shell.theme.${theme}`)}
      </option>
    ))}
  </select>
);
