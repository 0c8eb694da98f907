// The strip that is always visible: how far this page can be trusted at this moment.
import { useMemo } from 'preact/hooks';
import type { LabPage } from '../lab-page.ts';
import { timerResolutionMs } from '../session/tab-watch.ts';
import { formatMs, formatNumber, say } from '../text/say.ts';

export const HonestyStrip = ({ page }: { readonly page: LabPage }) => {
  const resolutionMs = useMemo(() => timerResolutionMs(), []);
  const clock = page.source.clock.value;
  const rttMs = page.room.value?.settings.rttMs;
  return (
    <aside class="strip" aria-label={say('shell.strip')}>
      <dl>
        <Fact
          name={say('shell.clockError')}
          value={clock ? say('shell.clockErrorValue', { ms: formatMs(clock.errorMs) }) : say('shell.clockUnknown')}
        />
        <Fact name={say('shell.timer')} value={say('shell.milliseconds', { ms: formatNumber(resolutionMs, 3) })} />
        <TabFact page={page} />
        <Fact
          name={say('shell.rttEmulated')}
          value={say('shell.rttBoth', {
            emulated: rttMs === undefined ? '–' : say('shell.milliseconds', { ms: formatNumber(rttMs) }),
            real: clock ? say('shell.milliseconds', { ms: formatMs(2 * clock.errorMs) }) : '–',
          })}
        />
        <ChannelFact page={page} />
      </dl>
      <Warnings page={page} />
    </aside>
  );
};

const Fact = ({
  name,
  value,
  isBad = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly isBad?: boolean;
}) => (
  <div class={isBad ? 'bad' : undefined}>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

const TabFact = ({ page }: { readonly page: LabPage }) => {
  const spans = page.tab.hidden.value;
  const isHidden = spans.at(-1)?.toMs === null;
  const seconds = spans.reduce((sum, { fromMs, toMs }) => sum + (toMs === null ? 0 : toMs - fromMs), 0) / 1000;
  const text = isHidden
    ? say('shell.tabHidden')
    : seconds >= 1
      ? say('shell.tabWasHidden', { seconds: formatNumber(seconds) })
      : say('shell.tabVisible');
  return <Fact name={say('shell.tab')} value={text} isBad={isHidden} />;
};

const ChannelFact = ({ page }: { readonly page: LabPage }) => {
  const { status, why } = page.source.channel;
  const word = page.isReplay.value ? 'replay' : status.value;
  return (
    <Fact
      name={say('shell.connection')}
      value={say(`shell.connection.${word}`, { why: why.value })}
      isBad={word === 'lost' || word === 'refused'}
    />
  );
};

const Warnings = ({ page }: { readonly page: LabPage }) => {
  const room = page.room.value;
  const texts = [
    page.isReplay.value ? say('shell.replaying', { name: page.session.value.recording ?? '' }) : '',
    room?.role === 'viewer' && !page.isReplay.value ? say('shell.viewer') : '',
    page.source.isResting.value && !page.isReplay.value ? say('shell.resting') : '',
    room && room.pages > 1 ? say('shell.pages', { pages: room.pages }) : '',
  ].filter((text) => text !== '');
  return texts.length === 0 ? null : <p class="strip-notes">{texts.join(' ')}</p>;
};
