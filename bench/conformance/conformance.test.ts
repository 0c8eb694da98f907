// The conformance suite against every registered transport; a transport that fails it is not benched.
import { describe, it } from 'node:test';
import { clientTransports } from '../../clients/registry.ts';
import { describeTransport, transportIds } from '../../servers/protocol/catalog.ts';
import { serverTransports } from '../../servers/registry.ts';
import { promises } from './promises.ts';

for (const id of transportIds) {
  const description = describeTransport(id);
  const subject = { id, description, server: serverTransports[id], client: clientTransports[id] };
  describe(id, { concurrency: 4 }, () => {
    for (const { title, exempt, check } of promises) {
      const reason = exempt(description);
      it(title, { skip: reason ?? false }, () => check(subject));
    }
  });
}
