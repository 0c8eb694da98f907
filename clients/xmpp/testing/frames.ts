// For tests: what a table of explained frames holds, and the namespaces and elements that its frames share.
import type { Direction } from '../explain/explanation.ts';

/** A frame, the title it deserves, and where it is specified. */
export type ExplainedFrame = readonly [direction: Direction, frame: string, title: RegExp, specification: string];

export const framing = 'urn:ietf:params:xml:ns:xmpp-framing';
export const sasl = 'urn:ietf:params:xml:ns:xmpp-sasl';
export const stanzas = 'urn:ietf:params:xml:ns:xmpp-stanzas';
export const pubsub = 'http://jabber.org/protocol/pubsub';
export const jid = '1001001@finesse.example.com/desktop';
export const caps = `<c xmlns="http://jabber.org/protocol/caps" hash="sha-1" node="https://www.igniterealtime.org/projects/openfire/" ver="x"/>`;
export const features = (inner: string): string =>
  `<stream:features xmlns:stream="http://etherx.jabber.org/streams">${inner}</stream:features>`;
export const iq = (attributes: string, inner = ''): string => `<iq ${attributes} xmlns='jabber:client'>${inner}</iq>`;
