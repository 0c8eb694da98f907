// Capabilities and features: the hash that stands for identity and features, and what a profile offers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backEndCapabilities, serverCapabilities, verificationOf } from '../capabilities.ts';
import { bindFeatures, saslFeatures } from './features.ts';

test('the hash of XEP-0115 §5.2’s own example is the one printed there', () => {
  const exodus = {
    category: 'client',
    type: 'pc',
    name: 'Exodus 0.9.1',
    features: [
      'http://jabber.org/protocol/caps',
      'http://jabber.org/protocol/disco#items',
      'http://jabber.org/protocol/disco#info',
      'http://jabber.org/protocol/muc',
    ],
  };
  assert.equal(verificationOf(exodus), 'QgayPKawpkPSDYmwT/WM94uAlu0=');
});

test('the server is known by Openfire’s program, the back end by Smack’s', () => {
  assert.match(serverCapabilities.program, /igniterealtime\.org\/projects\/openfire/);
  assert.match(backEndCapabilities.program, /igniterealtime\.org\/projects\/smack/);
});

test('stream management stands in the features only where it is offered', () => {
  assert.match(bindFeatures({ hasStreamManagement: true }), /<sm xmlns="urn:xmpp:sm:3"\/>/);
  assert.doesNotMatch(bindFeatures({ hasStreamManagement: false }), /urn:xmpp:sm/);
});

test('mechanisms are offered in the order given', () => {
  assert.match(
    saslFeatures(['SCRAM-SHA-256', 'PLAIN']),
    /<mechanism>SCRAM-SHA-256<\/mechanism><mechanism>PLAIN<\/mechanism>/,
  );
});
