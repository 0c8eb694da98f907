// An iq request once its form is checked, and what a handler may answer.
import type { Markup, XmlElement } from '../../protocol/xml.ts';
import type { PubSubCondition, StanzaCondition, StanzaError } from './stanza-errors.ts';

/** A request: its one payload, from a session that may ask. */
export interface IqRequest {
  readonly type: 'get' | 'set';
  readonly payload: XmlElement;
}

/** What becomes of a request. */
export type Answer =
  | { readonly kind: 'result'; readonly payload: Markup }
  | { readonly kind: 'error'; readonly error: StanzaError };

/** Done; with what was asked for, if anything was. */
export const result = (payload: Markup = ''): Answer => ({ kind: 'result', payload });

/** Not done, and why. */
export const refuse = (condition: StanzaCondition, specific?: PubSubCondition): Answer => ({
  kind: 'error',
  error: { condition, specific },
});

/** Not built: XEP-0060 names the feature that is missing. */
export const unsupported = (feature: string): Answer => ({
  kind: 'error',
  error: { condition: 'feature-not-implemented', unsupported: feature },
});
