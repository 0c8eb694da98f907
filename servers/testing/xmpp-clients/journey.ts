// The way that every real client goes through the server: in, along both nodes, through a cut, and out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cursor } from '../../protocol/cursor.ts';
import { teamUsersTopic, userTopic, type Topic } from '../../protocol/topic.ts';
import { pubsubServiceOf } from '../../protocol/xmpp.ts';
import { xmppProfiles, type XmppProfile } from '../../xmpp/profiles.ts';
import { until } from '../lab.ts';
import { Diary, type SeenSession } from './diary.ts';
import { account, RealServer } from './real-server.ts';
import type { CreateSubject, Door, Subject } from './subject.ts';

/**
 * What follows a cut. `resumes`: a new connection, the old session (XEP-0198). `repeats`: the old session, whose requests
 * are sent again (XEP-0124 §14). `logs in again`: a new session, which knows nothing of what came meanwhile.
 */
export type Recovery = 'resumes' | 'repeats' | 'logs in again';

/** What a client does, and why. */
export interface Expectation {
  /** The SASL mechanism it chooses. */
  readonly mechanism: string;
  readonly recovery: Recovery;
  readonly because: string;
  /** Events of each node that come a second time after the cut. @default 0 */
  readonly repeated?: number;
}

/** One client at one door. */
export interface Traveller {
  readonly name: string;
  readonly door: Door;
  readonly create: CreateSubject;
  readonly expected: Readonly<Partial<Record<XmppProfile, Expectation>>>;
}

const nodes = [userTopic(account.id), teamUsersTopic('5000')] as const;
const jid = `${account.id}@${account.domain}/${account.resource}`;
const bound: SeenSession = { jid, isResumed: false };

/** The sessions that a client sees on its whole way. */
const sessionsOf: Readonly<Record<Recovery, readonly SeenSession[]>> = {
  resumes: [bound, { jid, isResumed: true }],
  repeats: [bound],
  'logs in again': [bound, bound],
};

/** Registers one test for each profile that there is an expectation of. */
export const testJourneys = ({ name, door, create, expected }: Traveller): void => {
  for (const profile of xmppProfiles) {
    const expectation = expected[profile];
    if (!expectation) continue;
    const { mechanism, recovery, because } = expectation;
    const title = `${name} over ${door}, profile ${profile}: logs in with ${mechanism}, follows both nodes, ${recovery} after a cut (${because}), and leaves`;
    test(title, { timeout: 20_000 }, async () => {
      const handles = process.getActiveResourcesInfo();
      await using server = await RealServer.start(profile);
      const diary = new Diary();
      const subject = create({ door, url: server.urlOf(door), ...account }, diary);
      try {
        await travel({ server, diary, subject, door }, expectation);
      } finally {
        await subject.leave();
      }
      assert.deepEqual(diary.sessions, sessionsOf[recovery]);
      assert.deepEqual(
        diary.mechanisms,
        diary.sessions.map(() => mechanism),
      );
      await server.untilForsaken();
      await server.built.drain();
      await until(() => process.getActiveResourcesInfo().length <= handles.length, 'nothing is left that runs');
    });
  }
};

interface Scene {
  readonly server: RealServer;
  readonly diary: Diary;
  readonly subject: Subject;
  readonly door: Door;
}

/** From the subscription on every event comes, in order; only who logs in again misses those of the outage. */
const travel = async (scene: Scene, { recovery, repeated = 0 }: Expectation): Promise<void> => {
  const { server, diary, subject, door } = scene;
  await subject.login();
  await subscribe(subject);
  const start = server.now();
  assert.equal(await server.put('READY'), 202);
  await seen(scene, (node) => server.itemsAfter(start, node));
  for (const { text } of diary.events) assert.match(text, /^<Update>.*<state>READY<\/state>.*<\/Update>$/);

  const before = nodes.map((node) => {
    const items = diary.itemsOf(node);
    return [node, [...items, ...items.slice(items.length - repeated)]] as const;
  });
  const wantedSince = (cursor: Cursor) => (wanted: Topic) =>
    before.flatMap(([node, items]) => (node === wanted ? [...items, ...server.itemsAfter(cursor, node)] : []));
  let since = server.now();
  await server.cut(door);
  if (recovery === 'logs in again') {
    await until(() => diary.sessions.length === 2, 'the client is back');
    await subscribe(subject);
    since = server.now();
  } else await seen(scene, wantedSince(since));
  assert.equal(await server.put('READY'), 202);
  await seen(scene, wantedSince(since));
};

const subscribe = async (subject: Subject): Promise<void> => {
  for (const node of nodes) await subject.subscribe(pubsubServiceOf(account.domain), node);
};

/** Waits until as many items of each node have come as should; then they are just those, in this order. */
const seen = async ({ diary }: Scene, wanted: (node: Topic) => readonly string[]): Promise<void> => {
  for (const node of nodes) {
    const items = wanted(node);
    assert.ok(items.length > 0);
    await until(() => diary.itemsOf(node).length >= items.length, `${items.length} events of ${node}`);
    assert.deepEqual(diary.itemsOf(node), items);
  }
};
