// What a stanza is, in one line. It reads no tree: the start of a stanza tells enough, and a broken one keeps its secrets.
import type { WireDirection } from '../../../servers/protocol/capture.ts';
import { jsonSummary } from './summary-json.ts';
import { summary, type Summary, type SummaryKey } from './summary-keys.ts';
import { Source } from './source.ts';
import { xmlSpans } from './xml-spans.ts';
import { saslWords } from './sasl-words.ts';

/** A stanza, and what is known of it. */
interface Stanza {
  readonly whole: string;
  /** Its beginning, in which whatever is told stands. */
  readonly text: string;
  readonly isUp: boolean;
  /** What the request asked for that it answers. */
  readonly answers: string | undefined;
  /** Its own start tag, and the name in it. */
  readonly tag: string;
  readonly name: string;
  /** An attribute of its own start tag. */
  readonly attribute: (name: string) => string;
}

const attributeIn = (tag: string, name: string): string =>
  new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)`).exec(tag)?.[1] ?? '';

/** The start tag of an element inside; empty = there is none. */
const tagIn = (text: string, name: string): string =>
  new RegExp(`<(?:\\w+:)?${name}[\\s/>][^>]*`).exec(text)?.[0] ?? '';

const textIn = (text: string, name: string): string =>
  new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)`).exec(text)?.[1] ?? '';

/** Longest beginning that is searched, for patterns on a broken text take their time. */
const maximumText = 8192;

/** @param answers what the request asked for that an iq answers, where that is known */
export const xmlSummary = (whole: string, direction: WireDirection, answers: string | undefined): Summary => {
  const stanza = readStanza(whole, direction === 'up', answers);
  return stanza.name === 'body' && stanza.tag.includes('httpbind') ? boshSummary(stanza) : stanzaSummary(stanza);
};

const readStanza = (whole: string, isUp: boolean, answers: string | undefined): Stanza => {
  const text = whole.slice(0, maximumText);
  const [tag = '', name = ''] = /^\s*<([^\s<>/]+)[^>]*>?/.exec(text) ?? [];
  return { whole, text, isUp, answers, tag, name, attribute: (wanted) => attributeIn(tag, wanted) };
};

const stanzaSummary = (stanza: Stanza): Summary => {
  const make = Object.hasOwn(byName, stanza.name) ? byName[stanza.name] : undefined;
  return make?.(stanza) ?? summary('xmpp', { name: stanza.name || stanza.text });
};

const conditionIn = (text: string, parent: string): string =>
  new RegExp(`<(?:\\w+:)?${parent}[^>]*>\\s*<([\\w-]+)`).exec(text)?.[1] ?? '';

const secretOf = (stanza: Stanza): string => saslWords(/>([^<]*)</.exec(stanza.text)?.[1] ?? '');

const byName: Readonly<Record<string, (stanza: Stanza) => Summary>> = {
  open: ({ isUp, attribute }) =>
    isUp ? summary('xmpp.open', { to: attribute('to') }) : summary('xmpp.opened', { id: attribute('id') }),
  close: () => summary('xmpp.close'),
  'stream:features': ({ text }) => {
    const mechanisms = [...text.matchAll(/<mechanism>([^<]*)/g)].map(([, mechanism = '']) => mechanism);
    return mechanisms.length > 0
      ? summary('xmpp.login', { mechanisms: mechanisms.join(', ') })
      : summary('xmpp.features', {
          features: ['bind', 'session', 'sm'].filter((name) => tagIn(text, name) !== '').join(', '),
        });
  },
  'stream:error': ({ text }) => summary('xmpp.stream-error', { condition: conditionIn(text, 'error') }),
  auth: (stanza) => summary('xmpp.auth', { mechanism: stanza.attribute('mechanism'), message: secretOf(stanza) }),
  challenge: (stanza) => summary('xmpp.challenge', { message: secretOf(stanza) }),
  response: (stanza) => summary('xmpp.response', { message: secretOf(stanza) }),
  success: () => summary('xmpp.success'),
  failure: ({ text }) => summary('xmpp.failure', { condition: conditionIn(text, 'failure') }),
  iq: (stanza) => iqSummary(stanza),
  presence: ({ isUp, attribute }) => {
    if (isUp && attribute('type') === '') return summary('xmpp.presence');
    return summary(attribute('type') === 'unavailable' ? 'xmpp.absent' : 'xmpp.present', { from: attribute('from') });
  },
  message: (stanza) => messageSummary(stanza),
  enable: () => summary('xmpp.enable'),
  enabled: ({ attribute }) => summary('xmpp.enabled', { id: attribute('id') }),
  r: () => summary('xmpp.ack-request'),
  a: ({ attribute }) => summary('xmpp.ack', { h: attribute('h') }),
  resume: ({ attribute }) => summary('xmpp.resume', { h: attribute('h') }),
  resumed: ({ attribute }) => summary('xmpp.resumed', { h: attribute('h') }),
  failed: ({ text }) => summary('xmpp.failed', { condition: conditionIn(text, 'failed') }),
};

const iqSummary = (stanza: Stanza): Summary => {
  const { whole, text, attribute } = stanza;
  const id = attribute('id');
  if (attribute('type') === 'error') return summary('xmpp.error', { condition: conditionIn(text, 'error'), id });
  const isResult = attribute('type') === 'result';
  const question = isResult ? (stanza.answers ?? questionIn(text)) : questionIn(text);
  const node = attributeIn(/<\w+\s[^>]*\bnode=[^>]*/.exec(text)?.[0] ?? '', 'node');
  const keys = Object.hasOwn(questions, question) ? questions[question] : undefined;
  const key = keys?.[isResult ? 1 : 0] ?? (isResult ? 'xmpp.result' : 'xmpp.iq');
  const items = [...whole.matchAll(/<item[\s>]/g)].length;
  return summary(key, {
    id,
    node,
    items,
    what: question,
    resource: textIn(text, 'resource'),
    jid: textIn(text, 'jid'),
  });
};

/** What stands inside an iq; inside `<pubsub>` what stands in that. */
const questionIn = (text: string): string => {
  const [, first = '', second = ''] = /^\s*<iq\b[^>]*>\s*<([\w-]+)[^>]*>(?:\s*<([\w-]+))?/.exec(text) ?? [];
  const inside = first === 'pubsub' ? second : first;
  if (inside === 'query') return text.includes('jabber:iq:roster') ? 'roster' : 'disco';
  return inside === 'subscription' ? 'subscribe' : inside;
};

/** The question's key, and its answer's. */
const questions: Readonly<Record<string, readonly [SummaryKey, SummaryKey]>> = {
  bind: ['xmpp.bind', 'xmpp.bound'],
  session: ['xmpp.session', 'xmpp.session.done'],
  ping: ['xmpp.ping', 'xmpp.pong'],
  subscribe: ['xmpp.subscribe', 'xmpp.subscribed'],
  unsubscribe: ['xmpp.unsubscribe', 'xmpp.result'],
  items: ['xmpp.items', 'xmpp.page'],
  publish: ['xmpp.publish', 'xmpp.result'],
  roster: ['xmpp.roster', 'xmpp.result'],
  disco: ['xmpp.disco', 'xmpp.result'],
};

const entryMark = `lab:entry='`;

const messageSummary = ({ text, whole, attribute }: Stanza): Summary => {
  const items = tagIn(text, 'items');
  const gap = tagIn(text, 'gap');
  if (items === '') {
    return gap === ''
      ? summary('xmpp.message', { from: attribute('from') })
      : summary('xmpp.gap', { node: attributeIn(gap, 'node'), missed: attributeIn(gap, 'missed') || '?' });
  }
  const from = whole.indexOf(entryMark) + entryMark.length;
  const json = from < entryMark.length ? '' : whole.slice(from, whole.indexOf("'", from)).replaceAll('&amp;', '&');
  const about = jsonSummary(json)?.values['about'] ?? '';
  return summary('xmpp.event', { node: attributeIn(items, 'node'), about });
};

/** XEP-0124 §7 to §13, XEP-0206 §5. */
const boshSummary = (stanza: Stanza): Summary => {
  const { whole, tag, isUp, answers } = stanza;
  const own = boshWord(stanza);
  if (own) return own;
  const rid = stanza.attribute('rid');
  const inner = whole.slice(whole.indexOf('>') + 1).replace(/<\/body>\s*$/, '');
  if (!/[^/]>$/.test(tag) || inner === '') return summary(isUp ? 'bosh.wait' : 'bosh.nothing', { rid });
  const stanzas = xmlSpans(new Source(new TextEncoder().encode(inner))).length;
  return stanzas === 1 ? stanzaSummary(readStanza(inner, isUp, answers)) : summary('bosh.stanzas', { rid, stanzas });
};

/** What a body says itself, whatever it carries; `undefined` = nothing. */
const boshWord = ({ tag, isUp, attribute }: Stanza): Summary | undefined => {
  const [rid, sid, wait] = [attribute('rid'), attribute('sid'), attribute('wait')];
  if (attribute('type') === 'terminate') {
    return isUp ? summary('bosh.end', { rid }) : summary('bosh.ended', { condition: attribute('condition') });
  }
  if (isUp && sid === '') return summary('bosh.create', { to: attribute('to'), wait, hold: attribute('hold') });
  if (!isUp && sid !== '') return summary('bosh.created', { sid, wait });
  return /restart=["'](?:true|1)/.test(tag) ? summary('bosh.restart', { rid }) : undefined;
};
