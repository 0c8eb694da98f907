// Tells what each frame of an XMPP conversation is and which specification says so, for people who read a network log.
import type { XmlElement } from '../../servers/protocol/xml.ts';
import { beginsBosh, explainBosh } from './explain/bosh.ts';
import { createMemory, short, type Direction, type Explanation } from './explain/explanation.ts';
import { explainIq } from './explain/iq.ts';
import { explainMessage } from './explain/message.ts';
import { explainPresence } from './explain/presence.ts';
import { explainSasl } from './explain/sasl.ts';
import { explainStreamManagement } from './explain/stream-management.ts';
import { explainStream } from './explain/stream.ts';

/** Explains the frames of one connection, in their order; it never throws, and never tells a password. */
export type ExplainFrame = (direction: Direction, frame: XmlElement) => Explanation;

/** One a topic; the first that knows the frame explains it. */
const topics = [explainMessage, explainIq, explainPresence, explainStreamManagement, explainStream, explainSasl];

/**
 * Makes an explainer. It remembers what came before: only so can it tell the first `<open/>` from the restart, and say
 * which request an answer belongs to.
 * @param parseXml reads the Update inside an event
 */
export const createFrameExplainer = (parseXml: (text: string) => XmlElement): ExplainFrame => {
  let memory = createMemory(parseXml);
  const explainInner: ExplainFrame = (direction, frame) => {
    for (const explain of topics) {
      const explanation = explain(direction, frame, memory);
      if (explanation) return explanation;
    }
    return unknown(frame);
  };
  return (direction, frame) => {
    if (beginsBosh(direction, frame)) memory = createMemory(parseXml);
    return explainBosh(direction, frame, explainInner) ?? explainInner(direction, frame);
  };
};

/** Honest about what it does not know: the namespace is where a reader can go on looking. */
const unknown = ({ name, namespace }: XmlElement): Explanation => ({
  title: `<${short(name)}>, an element that this log does not know`,
  specification: namespace === '' ? 'no namespace' : short(namespace),
});
