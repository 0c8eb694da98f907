// strophe.js 5 against the real server, over real sockets.
import { testJourneys } from '../testing/xmpp-clients/journey.ts';
import { createStrophe } from '../testing/xmpp-clients/strophe.ts';

const name = 'strophe.js';
const create = createStrophe;

testJourneys({
  name,
  door: 'WebSocket',
  create,
  expected: {
    finesse: { mechanism: 'PLAIN', recovery: 'logs in again', because: 'nothing else is offered' },
    modern: {
      mechanism: 'SCRAM-SHA-256',
      recovery: 'resumes',
      because: 'a connection that is used again remembers its session',
    },
  },
});

const because = 'a request without an answer is sent again';
testJourneys({
  name,
  door: 'BOSH',
  create,
  expected: {
    finesse: { mechanism: 'PLAIN', recovery: 'repeats', because },
    modern: { mechanism: 'SCRAM-SHA-256', recovery: 'repeats', because },
  },
});
