// What the measurement is worth: who sees what, known errors, why there are so many ports, and a self-test.
import { transportIds } from '../../../servers/protocol/catalog.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { say } from '../text/say.ts';
import type { ViewProps } from '../views.ts';
import { SelfTest } from './self-test.tsx';

export const AboutView = ({ page }: ViewProps) => (
  <div class="about">
    <h1>{say('about.title')}</h1>
    <p>{say('about.lead')}</p>
    <SelfTest page={page} />
    <WhoSees />
    <section aria-labelledby="errors-title">
      <h2 id="errors-title">{say('about.errors')}</h2>
      <dl class="errors">
        {errors.map((id) => (
          <div key={id}>
            <dt>{say(`about.error.${id}`)}</dt>
            <dd>{say(`about.error.${id}.is`)}</dd>
          </div>
        ))}
      </dl>
    </section>
    <Ports page={page} />
  </div>
);

const errors = ['clock', 'timer', 'hidden', 'handshake', 'tap', 'sizes', 'headers', 'http10'] as const;

/** Who sees a quantity: `+` = does, `-` = does not; a note in the text says how far. */
const sights = {
  latency: '+-+',
  body: '+++',
  heads: '-++',
  frames: '-++',
  pings: '-++',
  connections: '-++',
  tcp: '--+',
  lost: '+-+',
  cpu: '--+',
} as const;

const WhoSees = () => {
  const rows = Object.entries(sights) as readonly [keyof typeof sights, string][];
  return (
    <section aria-labelledby="sees-title">
      <h2 id="sees-title">{say('about.sees')}</h2>
      <DataTable
        caption={say('about.seesHow')}
        head={[say('about.quantity'), say('about.page'), say('about.tap'), say('about.bench'), say('about.note')]}
        textColumns={[0, 1, 2, 3, 4]}
        rows={rows.map(([id, seen]) => [
          say(`about.see.${id}`),
          ...seen.split('').map((mark, at) => (
            <span class="sight" key={at}>
              {mark === '+' ? `✓ ${say('about.yes')}` : `– ${say('about.no')}`}
            </span>
          )),
          say(`about.see.${id}.note`),
        ])}
      />
    </section>
  );
};

/** One origin a transport, as this page reaches them now. */
const Ports = ({ page }: ViewProps) => {
  const urls = page.room.value?.urls;
  return (
    <section aria-labelledby="ports-title" class="ports">
      <h2 id="ports-title">{say('about.ports')}</h2>
      <p>{say('about.portsWhy')}</p>
      {urls && (
        <DataTable
          caption={say('about.portsNow')}
          head={[say('bench.transports'), say('about.origin')]}
          textColumns={[0, 1]}
          rows={transportIds.map((id) => [
            <span class="row-name" key="name">
              <Badge id={id} /> {say(`race.name.${id}`)}
            </span>,
            URL.canParse(urls[id]) ? new URL(urls[id]).origin : urls[id],
          ])}
        />
      )}
    </section>
  );
};
