// XMPP's frames and SASL PLAIN, as both sides write and read them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as assertProperty, property, string } from 'fast-check';
import { bindRequest, closeFrame, conditionOf, decodePlain, encodePlain, openFrame, pingRequest } from './xmpp.ts';

test('writes the frames of RFC 7395 with their namespace first', () => {
  assert.equal(
    openFrame({ to: 'localhost' }),
    '<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="localhost" version="1.0"/>',
  );
  assert.equal(closeFrame, '<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');
});

test('writes requests with every namespace they use', () => {
  assert.equal(
    bindRequest('1', 'a<b'),
    '<iq xmlns="jabber:client" type="set" id="1"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"><resource>a&lt;b</resource></bind></iq>',
  );
  assert.equal(
    pingRequest('2', 'localhost'),
    '<iq xmlns="jabber:client" type="get" id="2" to="localhost"><ping xmlns="urn:xmpp:ping"/></iq>',
  );
});

test('writes PLAIN as RFC 4616 has it', () => {
  assert.equal(encodePlain({ authzid: '', authcid: '1001001', password: 'secret' }), 'ADEwMDEwMDEAc2VjcmV0');
});

test('reads every PLAIN message that it writes', () => {
  const part = string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('\0'));
  assertProperty(
    property(part, part, part, (authzid, authcid, password) => {
      assert.deepEqual(decodePlain(encodePlain({ authzid, authcid, password })), { authzid, authcid, password });
    }),
    { seed: 7 },
  );
});

test('no text makes the reader of PLAIN throw', () => {
  assertProperty(
    property(string({ unit: 'binary' }), (text) => {
      decodePlain(text);
      decodePlain(btoa(String(text.length)));
    }),
    { seed: 7 },
  );
});

test('an error without a condition is undefined-condition', () => {
  assert.equal(conditionOf(undefined), 'undefined-condition');
});
