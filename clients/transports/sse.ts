// `sse`: an EventSource. https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface
import { isCursor } from '../../servers/protocol/cursor.ts';
import { decodeEntry, parseJson } from '../../servers/protocol/entry.ts';
import { LabError } from '../../servers/protocol/errors.ts';
import { gapFromJson } from '../../servers/protocol/gap.ts';
import { withPosition } from '../../servers/protocol/parameters.ts';
import { refusalIn } from '../refusal.ts';
import { followStream, guarded, type OpenStream } from '../stream.ts';
import type { ClientTarget, ClientTransport, PlatformEvent, PlatformMessage } from '../transport.ts';

/** 410: the cursor is refused. Only some platforms tell the status (the EventSource of Node does). */
const gone = 410;
/** `readyState` of a source that will not reconnect. */
const closed = 2;

/**
 * The source reconnects by itself and sends `Last-Event-ID`, which heartbeats move even while nothing happens:
 * a reader "from now" that has not seen one event yet resumes without a gap. Only a source that gave up is replaced.
 */
export const sse: ClientTransport = {
  follow: (target) => followStream(target, openWith(target)),
};

const openWith =
  (target: ClientTarget): OpenStream =>
  (from, events) => {
    const source = target.runtime.openEventSource(withPosition(target.url, from, target.topic));
    let hasPosition = isCursor(from);
    let wasOpen = false;
    source.addEventListener('open', () => {
      hasPosition = true;
      wasOpen = true;
      events.ready(null);
    });
    source.addEventListener(
      'message',
      guarded(events, ({ data }: PlatformMessage) => events.entry(decodeEntry(String(data)))),
    );
    source.addEventListener(
      'gap',
      guarded(events, ({ data }: PlatformMessage) => events.gap(gapFromJson(parseJson(String(data))))),
    );
    source.addEventListener('error', (event) => {
      const refusal = refusalIn(event);
      if (refusal) events.refused(refusal);
      else if (source.readyState !== closed) {
        events.interrupted(wasOpen ? 'the event stream ended' : 'the server cannot be reached');
        wasOpen = false;
      } else if (isExpired(event, hasPosition)) events.expired();
      else if (isRefusal(event))
        events.refused(new LabError('LAB_PARAMETER_INVALID', 'The server refused the event stream.'));
      else events.lost('the event stream was refused');
    });
    return () => source.close();
  };

/** 4xx other than 410: asking again would be refused again. */
const isRefusal = (event: PlatformEvent): boolean =>
  'code' in event && typeof event.code === 'number' && event.code >= 400 && event.code < 500;

/** Where the platform does not tell the status, a source that gave up with a position was refused it. */
const isExpired = (event: PlatformEvent, hasPosition: boolean): boolean => {
  const code = 'code' in event ? event.code : undefined;
  return code === undefined ? hasPosition : code === gone;
};
