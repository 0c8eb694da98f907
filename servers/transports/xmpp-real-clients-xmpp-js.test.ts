// @xmpp/client 0.14 against the real server, over real sockets.
import { testJourneys } from '../testing/xmpp-clients/journey.ts';
import { createXmppJs } from '../testing/xmpp-clients/xmpp-js.ts';

testJourneys({
  name: '@xmpp/client',
  door: 'WebSocket',
  create: createXmppJs('itself'),
  expected: {
    finesse: { mechanism: 'PLAIN', recovery: 'logs in again', because: 'nothing else is offered' },
    modern: { mechanism: 'SCRAM-SHA-1', recovery: 'resumes', because: 'it enables XEP-0198 wherever it is offered' },
  },
});

testJourneys({
  name: '@xmpp/client with its own iqCaller',
  door: 'WebSocket',
  create: createXmppJs('by iqCaller'),
  expected: {
    modern: {
      mechanism: 'SCRAM-SHA-1',
      recovery: 'resumes',
      because: 'it does not count the two answers to subscribe, so two stanzas come a second time',
      repeated: 1,
    },
  },
});
