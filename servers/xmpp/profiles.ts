// How the service behaves: as the server behind a Finesse desktop, or as a current XMPP server.
import type { MechanismName } from './stream/sasl.ts';

export const xmppProfiles = ['finesse', 'modern'] as const;
export type XmppProfile = (typeof xmppProfiles)[number];

/** What a profile offers. */
export interface ProfileOffer {
  /** The strongest first. */
  readonly mechanisms: readonly MechanismName[];
  readonly hasStreamManagement: boolean;
}

/**
 * Behind Finesse there is PLAIN alone, over TLS that a proxy ends, and nothing that would repair a stream. Where SCRAM is
 * offered clients take it, and a learner never sees a PLAIN login; without XEP-0198 nobody learns how no event is lost.
 */
export const offers: Readonly<Record<XmppProfile, ProfileOffer>> = {
  finesse: { mechanisms: ['PLAIN'], hasStreamManagement: false },
  modern: { mechanisms: ['SCRAM-SHA-256', 'SCRAM-SHA-1', 'PLAIN'], hasStreamManagement: true },
};
