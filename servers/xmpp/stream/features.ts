// What each opening offers (RFC 6120 §4.3.2).
import { element, type Markup } from '../../protocol/xml.ts';
import { namespaces } from '../../protocol/xmpp.ts';
import { capabilitiesElement, serverCapabilities } from '../capabilities.ts';

const serverCaps = capabilitiesElement(serverCapabilities);

const featuresFrame = (...features: readonly Markup[]): Markup =>
  element('stream:features', { 'xmlns:stream': namespaces.stream }, ...features, serverCaps);

/** Before SASL: its mechanisms (RFC 6120 §6.4.1). RFC 7395 §3.9: never STARTTLS. */
export const saslFeatures = (mechanisms: readonly string[]): Markup =>
  featuresFrame(
    element(
      'mechanisms',
      { xmlns: namespaces.sasl },
      ...mechanisms.map((mechanism) => element('mechanism', {}, mechanism)),
    ),
  );

/**
 * After SASL: bind (RFC 6120 §7.4), the session that RFC 3921 §3 had, which old clients ask for, and XEP-0198 where it
 * is offered.
 */
export const bindFeatures = ({ hasStreamManagement }: { readonly hasStreamManagement: boolean }): Markup =>
  featuresFrame(
    element('bind', { xmlns: namespaces.bind }),
    element('session', { xmlns: namespaces.session }, element('optional')),
    hasStreamManagement ? element('sm', { xmlns: namespaces.streamManagement }) : '',
  );
