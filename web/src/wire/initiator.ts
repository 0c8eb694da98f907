// Who asked: told by the fields of a request's head.
import type { LabPage } from '../lab-page.ts';
import type { WireRow } from './wire-reader.ts';

/**
 * `own` = this page's worker, `lab` = a page of this lab, `page` = another page, `client` = a program that names
 * itself, `unknown` = nobody says.
 */
export interface Initiator {
  readonly kind: 'own' | 'lab' | 'page' | 'client' | 'unknown';
  /** What the request says of itself, raw. */
  readonly name: string;
}

/** What tells this page from others. */
export interface Self {
  readonly origin: string;
  readonly userAgent: string;
  /** Whether no other page of the lab is open: two pages of one browser send the same fields. */
  readonly isAlone: boolean;
}

interface HeadFields {
  readonly userAgent: string;
  readonly origin: string;
}

const fieldIn = (head: string, name: string): string =>
  new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*\\r?$`, 'im').exec(head)?.[1] ?? '';

/** @param self `null` = a recording, in which no page is this one */
export const initiatorIn = ({ userAgent, origin }: HeadFields, self: Self | null): Initiator => {
  if (self && origin === self.origin && userAgent === self.userAgent) {
    return { kind: self.isAlone ? 'own' : 'lab', name: origin };
  }
  if (userAgent.startsWith('Mozilla/')) return { kind: 'page', name: origin || userAgent };
  const [product = ''] = userAgent.split(/[ /]/, 1);
  return product === '' ? { kind: 'unknown', name: '' } : { kind: 'client', name: product };
};

/** What a head says of who sent it. */
export const fieldsIn = (head: string): HeadFields => ({
  userAgent: fieldIn(head, 'user-agent'),
  origin: fieldIn(head, 'origin'),
});

const known = new WeakMap<object, HeadFields>();
const nothing: HeadFields = { userAgent: '', origin: '' };

/** Of a row; the head is read once. */
export const initiatorOf = ({ exchange, dissector }: WireRow, self: Self | null): Initiator => {
  const found = known.get(exchange);
  if (found) return initiatorIn(found, self);
  const head = exchange.messages.find(({ kind }) => kind === 'request-head');
  if (!head || head.isOpen) return initiatorIn(nothing, self);
  const fields = fieldsIn(new TextDecoder('latin1').decode(dissector.bytesOf(head)));
  known.set(exchange, fields);
  return initiatorIn(fields, self);
};

/** This page, unless a recording is shown. */
export const selfOf = (page: LabPage): Self | null =>
  page.isReplay.value
    ? null
    : { origin: location.origin, userAgent: navigator.userAgent, isAlone: (page.room.value?.pages ?? 1) <= 1 };
