// Why a lane is down, in the page's language: the clients say it in English. Pure.
import { say, type TextKey } from '../text/say.ts';

/** Sentences of clients/**; what stands in brackets with a name is filled into the text. */
const patterns: readonly (readonly [RegExp, TextKey])[] = [
  [/^The connection to (?<host>\S+) failed: .*$/s, 'race.why.connection'],
  [/^the socket closed with (?<code>1001)\b/, 'race.why.leaving'],
  [/^the socket closed with (?<code>1006)$/, 'race.why.cut'],
  [/^the socket closed with (?<code>.+)$/s, 'race.why.socket'],
  [/^the event stream ended$/, 'race.why.streamEnded'],
  [/^(?:the event stream was refused|The server refused the event stream\.)$/, 'race.why.streamRefused'],
  [/^the server cannot be reached$/, 'race.why.unreachable'],
  [/^the server answers no ping$/, 'race.why.noPing'],
  [/^the reader is slower than the feed$/, 'race.why.slowReader'],
  [/^the server closed the stream$/, 'race.why.streamClosed'],
  [/^the server moved to (?<uri>.+)$/s, 'race.why.moved'],
  [/^stream error (?<condition>.+)$/s, 'race.why.streamError'],
  [/^the server ended the session: (?<condition>.+)$/s, 'race.why.sessionEnded'],
  [/^the server refused (?:items|a request): (?<condition>.+)$/s, 'race.why.requestRefused'],
  [/^The server refused the account (?<account>.+): (?<condition>\S+)\.$/s, 'race.why.account'],
  [/^BOSH was answered with HTTP (?<status>\d+)\.$/, 'race.why.status'],
  [/^The server answered (?<status>\d+): .*$/s, 'race.why.status'],
  [/^(?:The server answered with nothing|The server closed the connection without an answer)\.$/, 'race.why.noAnswer'],
  [/^(?:The connection closed|The request was abandoned)\.$/, 'race.why.closed'],
  [/^The server met a fault of its own\.$/, 'race.why.serverFault'],
  [/^(?:This is not|This is no|This message is unknown:|The answer (?:is|has)) .*$/s, 'race.why.badAnswer'],
];

/** A reason that is not known stays as it is. */
export const reasonText = (raw: string): string => {
  for (const [pattern, key] of patterns) {
    const match = pattern.exec(raw);
    if (match) return say(key, match.groups);
  }
  return raw;
};
