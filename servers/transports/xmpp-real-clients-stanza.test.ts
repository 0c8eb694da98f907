// stanza 12 against the real server, over real sockets.
import { testJourneys } from '../testing/xmpp-clients/journey.ts';
import { createStanza } from '../testing/xmpp-clients/stanza.ts';

const name = 'stanza';
const create = createStanza;

testJourneys({
  name,
  door: 'WebSocket',
  create,
  expected: {
    finesse: { mechanism: 'PLAIN', recovery: 'logs in again', because: 'nothing else is offered' },
    modern: {
      mechanism: 'SCRAM-SHA-256',
      recovery: 'resumes',
      because: 'it enables XEP-0198 wherever it is offered',
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
