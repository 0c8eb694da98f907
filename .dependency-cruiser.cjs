// Who may import whom. `npm run rules` proves that modules were cruised and that each rule still bites.
'use strict';

/** A rule: files matching `from` must not import what matches `to` (regular expressions on paths). */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const tests = '(\\.(test|long)\\.ts$|/bed\\.ts$|/testing/)';

module.exports = {
  forbidden: [
    forbid(
      'protocol-imports-only-itself',
      'servers/protocol is the leaf: browser-safe, imports nothing.',
      { path: '^servers/protocol/', pathNot: tests },
      { pathNot: '^servers/protocol/' },
    ),
    forbid(
      'feed-imports-protocol',
      'The feed knows protocol and itself, never a transport.',
      { path: '^servers/feed/', pathNot: tests },
      { pathNot: '^(servers/(feed|protocol)/|node:|(perf_hooks|timers|process)$)' },
    ),
    forbid(
      'server-transport-knows-no-other',
      'A server transport imports the contract, protocol, feed and its own packages; never another transport.',
      { path: '^servers/transports/([^/.]+)', pathNot: tests },
      { path: '^servers/transports/', pathNot: '^servers/transports/($1[./]|send-batch\\.ts)' },
    ),
    forbid(
      'server-transport-rooms',
      'Only the XMPP doors may enter servers/xmpp.',
      { path: '^servers/transports/', pathNot: `(${tests}|/xmpp\\.ts$|/bosh/)` },
      { path: '^servers/(xmpp|control|simulation|app\\.ts|registry\\.ts)' },
    ),
    forbid(
      'servers-know-no-client',
      'Data flows one way: servers import neither clients nor the bench nor the web pages.',
      { path: '^servers/', pathNot: tests },
      { path: '^(clients|bench|web)/' },
    ),
    forbid(
      'xmpp-core-knows-no-socket',
      'The XMPP core imports protocol, feed types, Finesse objects and saxes: no socket, no Fastify.',
      { path: '^servers/xmpp/', pathNot: tests },
      { pathNot: '^(servers/(xmpp|protocol|finesse|feed)/|node_modules/saxes|crypto$|buffer$)' },
    ),
    forbid(
      'client-transport-is-portable',
      'A client transport runs in a browser too: its contract, its siblings in clients/, and servers/protocol; no node, no npm.',
      { path: '^clients/transports/', pathNot: tests },
      { pathNot: '^(clients/(?!node-runtime|dialer|watch|socket-meter)|servers/protocol/)' },
    ),
    forbid(
      'clients-import-protocol',
      'Of the servers, clients know the protocol alone.',
      { path: '^clients/', pathNot: tests },
      { path: '^(servers/(?!protocol/)|bench/|web/)' },
    ),
    forbid(
      'nobody-imports-the-bench',
      'Only the web pages may, and only what draws a run in a browser: result types, charts, tables, their words.',
      { path: '^(servers|clients|web)/', pathNot: tests },
      {
        path: '^bench/',
        pathNot:
          '^bench/report/(result|chart-[a-z]+|words|figures|headline|facts|ledger|verdict|ranking|break-even|compared-runs|parse-run|csv|csv-of-run)\\.ts$',
      },
    ),
    forbid(
      'web-has-no-node',
      'The pages import clients (not the Node runtime), the protocol, and the shared chart definitions.',
      { path: '^web/src/', pathNot: tests },
      { path: '^(clients/(node-runtime|dialer|watch|socket-meter)|servers/(?!protocol/)|bench/(?!report/))' },
    ),
    forbid(
      'no-circles',
      'A circle of imports has no first reader. Types may refer to one another: they are gone when the code runs.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid('no-unresolvable', 'An import that nothing answers.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
