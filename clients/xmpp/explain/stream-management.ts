// Explains stream management: what makes a cut connection lose nothing (XEP-0198).
import { childElements, type XmlElement } from '../../../servers/protocol/xml.ts';
import { namespaces } from '../../../servers/protocol/xmpp.ts';
import { count, inBrackets, short, type Direction, type Explanation, type Memory } from './explanation.ts';

/** `undefined`: the frame is not about stream management. */
export const explainStreamManagement = (
  direction: Direction,
  frame: XmlElement,
  memory: Memory,
): Explanation | undefined => {
  if (frame.namespace !== namespaces.streamManagement) return undefined;
  const isSent = direction === 'sent';
  switch (frame.name) {
    case 'enable':
      memory.wantsResumption = false;
      return explainEnable(frame);
    case 'enabled':
      return explainEnabled(frame);
    case 'resume':
      memory.wantsResumption = true;
      return {
        title: `Resumes the stream ${short(frame.attributes['previd'] ?? '')}: ${handled(frame)} of the server's had arrived`,
        specification: 'XEP-0198 §5',
      };
    case 'resumed':
      return {
        title: `The stream goes on: ${handled(frame)} of the client's had arrived, what came after is sent again`,
        specification: 'XEP-0198 §5',
      };
    case 'r':
      return {
        title: `Asks how many stanzas have arrived at the ${isSent ? 'server' : 'client'}`,
        specification: 'XEP-0198 §4',
      };
    case 'a':
      return {
        title: `${isSent ? 'The client' : 'The server'} has received ${handled(frame)} so far`,
        specification: 'XEP-0198 §4',
      };
    case 'failed':
      return explainFailed(frame, memory);
    default:
      return undefined;
  }
};

const handled = ({ attributes }: XmlElement): string => {
  const stanzas = Number(attributes['h'] ?? Number.NaN);
  return Number.isSafeInteger(stanzas) ? count(stanzas, 'stanza') : 'an unknown number of stanzas';
};

const isTrue = (value: string | undefined): boolean => value === 'true' || value === '1';

const explainEnable = ({ attributes }: XmlElement): Explanation => ({
  title: `Asks to manage the stream${isTrue(attributes['resume']) ? ', and to resume it after a cut' : ''}`,
  specification: 'XEP-0198 §3',
});

const explainEnabled = ({ attributes }: XmlElement): Explanation => {
  const { resume, id = '', max } = attributes;
  const howLong = max === undefined ? '' : ` within ${short(max)} s`;
  return {
    title: isTrue(resume)
      ? `The stream is managed: stanzas count from here, and it can be resumed${howLong} as ${short(id)}`
      : 'The stream is managed: stanzas count from here; it cannot be resumed',
    specification: 'XEP-0198 §3',
  };
};

const explainFailed = (frame: XmlElement, { wantsResumption }: Memory): Explanation => {
  const condition = childElements(frame)[0]?.name ?? '';
  return {
    title: `${wantsResumption ? 'The old stream is gone' : 'The stream is not managed'}${inBrackets(short(condition))}`,
    specification: wantsResumption ? 'XEP-0198 §5' : 'XEP-0198 §3',
  };
};
