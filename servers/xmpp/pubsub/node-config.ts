// How a node behaves, and the form in which its owner reads and changes that (XEP-0060 §8.2, XEP-0004).
import {
  childElements,
  childOf,
  element,
  escapeXml,
  textOf,
  type Markup,
  type XmlElement,
} from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';

/** XEP-0060 §4.5: who may subscribe and read. */
const accessModels = ['open', 'authorize', 'whitelist'] as const;
/** XEP-0060 §8.2, `pubsub#publish_model`. */
const publishModels = ['publishers', 'subscribers', 'open'] as const;

/** Configuration of a node that a client made. */
export interface NodeConfig {
  readonly title: string;
  /** @default 'open' */
  readonly accessModel: (typeof accessModels)[number];
  /** @default 'publishers' */
  readonly publishModel: (typeof publishModels)[number];
  /** Items kept; the oldest goes first. @default 100 */
  readonly maxItems: number;
  /** Longest payload of an item, in bytes. @default 32768 */
  readonly maxPayloadBytes: number;
  /** Whether subscribers hear of every retraction. @default only when the request says `notify` */
  readonly notifiesRetract: boolean;
  /** Whether a new subscriber gets the newest item. @default false */
  readonly sendsLast: boolean;
}

/** XEP-0060 §8.3: what a node is like when nobody says otherwise. */
export const defaultConfig: NodeConfig = {
  title: '',
  accessModel: 'open',
  publishModel: 'publishers',
  maxItems: 100,
  maxPayloadBytes: 32_768,
  notifiesRetract: false,
  sendsLast: false,
};

interface Field {
  readonly type: 'text-single' | 'boolean' | 'list-single';
  readonly options?: readonly string[];
  readonly read: (config: NodeConfig) => string;
  /** `undefined` = the value is not acceptable. */
  readonly write: (value: string) => Partial<NodeConfig> | undefined;
}

const whole = (value: string, most: number): number | undefined => {
  const count = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  return count >= 1 && count <= most ? count : undefined;
};

const truths: Readonly<Record<string, boolean>> = { '1': true, true: true, '0': false, false: false };

const oneOf = <Value extends string>(values: readonly Value[], text: string): Value | undefined =>
  values.find((value) => value === text);

const fields: Readonly<Record<string, Field>> = {
  'pubsub#title': {
    type: 'text-single',
    read: ({ title }) => title,
    write: (title) => ({ title: title.slice(0, 200) }),
  },
  'pubsub#access_model': {
    type: 'list-single',
    options: accessModels,
    read: ({ accessModel }) => accessModel,
    write: (value) => {
      const accessModel = oneOf(accessModels, value);
      return accessModel && { accessModel };
    },
  },
  'pubsub#publish_model': {
    type: 'list-single',
    options: publishModels,
    read: ({ publishModel }) => publishModel,
    write: (value) => {
      const publishModel = oneOf(publishModels, value);
      return publishModel && { publishModel };
    },
  },
  'pubsub#max_items': {
    type: 'text-single',
    read: ({ maxItems }) => String(maxItems),
    write: (value) => {
      const maxItems = value === 'max' ? 1000 : whole(value, 1000);
      return maxItems === undefined ? undefined : { maxItems };
    },
  },
  'pubsub#max_payload_size': {
    type: 'text-single',
    read: ({ maxPayloadBytes }) => String(maxPayloadBytes),
    write: (value) => {
      const maxPayloadBytes = whole(value, 60_000);
      return maxPayloadBytes === undefined ? undefined : { maxPayloadBytes };
    },
  },
  'pubsub#notify_retract': {
    type: 'boolean',
    read: ({ notifiesRetract }) => (notifiesRetract ? '1' : '0'),
    write: (value) => {
      const notifiesRetract = Object.hasOwn(truths, value) ? truths[value] : undefined;
      return notifiesRetract === undefined ? undefined : { notifiesRetract };
    },
  },
  'pubsub#send_last_published_item': {
    type: 'list-single',
    options: ['never', 'on_sub'],
    read: ({ sendsLast }) => (sendsLast ? 'on_sub' : 'never'),
    write: (value) => {
      const isKnown = ['never', 'on_sub', 'on_sub_and_presence'].includes(value);
      return isKnown ? { sendsLast: value !== 'never' } : undefined;
    },
  },
};

const fieldElement = (name: string, type: string, value: string, options: readonly string[] = []): Markup =>
  element(
    'field',
    { var: name, type },
    element('value', {}, escapeXml(value)),
    ...options.map((option) => element('option', {}, element('value', {}, option))),
  );

/** The form as it is shown (XEP-0004 §3.1). */
export const configForm = (config: NodeConfig): Markup =>
  element(
    'x',
    { xmlns: namespaces.dataForm, type: 'form' },
    fieldElement('FORM_TYPE', 'hidden', namespaces.pubsubNodeConfig),
    ...Object.entries(fields).map(([name, { type, options, read }]) => fieldElement(name, type, read(config), options)),
  );

/**
 * The configuration after a form was submitted; fields that are not known here change nothing.
 * @param holder the `<configure/>` that holds the form; without a form nothing changes
 * @returns `undefined` when a value is not acceptable (XEP-0060 §8.2.3.5)
 */
export const submitConfig = (config: NodeConfig, holder: XmlElement | undefined): NodeConfig | undefined => {
  const form = holder && childOf(holder, 'x', namespaces.dataForm);
  let changed: NodeConfig | undefined = config;
  for (const field of form ? childElements(form) : []) {
    const name = field.attributes['var'] ?? '';
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const value = childOf(field, 'value');
    if (!known || !value || !changed) continue;
    const change = known.write(textOf(value).trim());
    changed = change && { ...changed, ...change };
  }
  return changed;
};

/** Whether a form of this kind was filled in (XEP-0004 §3.1). */
export const isSubmitted = (holder: XmlElement): boolean =>
  childOf(holder, 'x', namespaces.dataForm)?.attributes['type'] === 'submit';

/** Whether a node is as a publisher takes it to be (XEP-0060 §7.1.5). */
export const meets = (config: NodeConfig, preconditions: XmlElement): boolean => {
  const wanted = submitConfig(config, preconditions);
  return (
    wanted !== undefined && Object.entries(wanted).every(([key, value]) => config[key as keyof NodeConfig] === value)
  );
};

/** Whether the form was sent back without a wish (XEP-0004 §3.1). */
export const isCancelled = (holder: XmlElement): boolean =>
  childOf(holder, 'x', namespaces.dataForm)?.attributes['type'] === 'cancel';
