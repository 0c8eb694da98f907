// Every text of the page, in English; a further language is one more object of the type Catalog.

/** English: the source of all other languages. `{name}` is filled in by `say`. */
export const en = {
  title: 'Transport Lab',
  tagline:
    'The same contact-centre events, delivered in seven ways at the same time: watch what each way costs in waiting.',
  publish: 'Publish one event',
  publishKey: 'Enter',
  pause: 'Pause',
  resume: 'Go on',
  pauseKey: 'Space',
  pollInterval: 'Polls ask every',
  seconds: '{seconds} s',
  milliseconds: '{ms} ms',
  afterFirst: '+{ms} ms',
  later: '+{delay}',
  first: 'first',
  publishedContent: 'Event {number} from the live page',
  publishFailed: 'The event was not published: {why}',
  publishedEverywhere: 'All seven have your event; the last was {title}, {ms} ms after the click.',
  paused: 'The display stands still; the connections go on.',
  live: 'Live, all seven at once',
  liveHow:
    'Time runs to the right, and the right edge is now. A dot is an event at the moment it was delivered; its tail shows how long the first transport, or your click, was ahead. A hollow ring is an answer that held nothing new.',
  liveHowStill: 'Your system asks for less motion, so the newest events stand here as a list instead of moving dots.',
  trackLabel: 'Deliveries of {title} in the last {seconds} seconds; the table below says the same in figures.',
  axisPast: '{seconds} s ago',
  axisNow: 'now',
  behind: 'behind the first',
  events: 'events',
  empty: 'empty answers',
  requests: 'requests',
  losses: 'reconnects / missed',
  unknownGap: '≥ {count}',
  nothingYet: 'no event yet',
  statusConnecting: 'connecting',
  statusLive: 'live',
  statusLost: 'reconnecting',
  statusStopped: 'stopped',
  statusIdle: 'not connected',
  finish: 'Finish order',
  finishNewest: 'Newest',
  finishOwn: 'Yours',
  finishShow: 'Which event',
  finishFromClick: 'Milliseconds from your click to the delivery, on the clock of this browser.',
  finishFromFirst: 'Milliseconds after the first of the seven had it, on the clock of this browser.',
  finishNone: 'Nothing has arrived yet. Publish an event and see who has it first.',
  finishNoOwn: 'You have not published an event yet. Press the button, or Enter.',
  finishWaiting: 'waiting',
  placeOf: '{place}.',
  recent: 'The last events, transport by transport',
  recentCaption:
    'Milliseconds after the first transport that had the event, newest event on top. A dot means: not there yet.',
  recentEvent: 'event',
  recentOwn: 'yours',
  recentNotYet: 'not yet',
  eventAgentState: 'Agent {agent}: {state}',
  eventDialog: 'Call {dialog} of agent {agent}: {state}',
  eventTeamMessage: 'To team {team}: {content}',
  eventQueueStatistics: 'Queue {queue}: {calls} waiting, {seconds} s the longest',
  eventAgentError: 'Agent {agent}: refused, {error}',
  eventSystemInfo: 'System: {status}',
  run: 'Newest measured run',
  runNone: 'No run has been measured on this machine yet; this command makes one in about two minutes:',
  runCommand: 'npm run bench',
  runUnreadable: 'The newest run, {directory}, cannot be shown: {why}',
  runOtherSchema: 'it was written by another version of the lab (schema {seen}, this page reads {wanted}).',
  runVoid: 'This run is void and must not be quoted: {why}',
  runMeasured: 'Measured {date} on {cpu}, {cores} cores, Node {node}.',
  runReport: 'Full report',
  runTable: 'Headline figures: one row a transport',
  runTransport: 'transport',
  chartTable: 'The figures of this chart',
  tab: 'One tab at a time',
  tabWhy:
    'A browser opens at most six connections to one origin over HTTP/1.1, for all its tabs together. This page holds two of them all the time (long poll and the event stream), needs up to three more for the polls and one to publish; the two WebSocket transports have a pool of their own. So one tab follows at a time: a second one waits until the first is closed, or takes over.',
  tabWaiting: 'Another tab is following. A browser opens at most six connections to one origin, so this one waits.',
  tabTakeOver: 'Follow here instead',
  measuring: 'What these figures are',
  measuringWhy:
    'Times on this page are of this browser’s clock only; the server’s clock is another, so the two are never subtracted. The live part shows order and waiting; bytes and CPU, which a page cannot see, are measured by the bench. A browser never sends HTTP/1.0: on that lane the questions are of HTTP/1.1, the answers truly of 1.0, each over a connection of its own.',
} as const;

/** The name of a text. */
export type TextKey = keyof typeof en;

/** A language: a missing text does not compile. */
export type Catalog = Readonly<Record<TextKey, string>>;

/** The text with its `{names}` filled in. */
export const say = (
  key: TextKey,
  values: Readonly<Record<string, string | number>> = {},
  catalog: Catalog = en,
): string => catalog[key].replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A count with its thousands grouped. */
export const formatCount = (count: number): string => wholeNumber.format(count);

/** Milliseconds: a decimal below ten, where the pushes are told apart. */
export const formatDelay = (ms: number): string => (ms < 9.95 ? oneDecimal : wholeNumber).format(ms);
