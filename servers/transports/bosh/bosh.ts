// `bosh`: the HTTP door to the XMPP service; stanzas in the bodies of requests that are held (XEP-0124, XEP-0206).
import type { FastifyReply, FastifyRequest } from 'fastify';
import { boshContentType, readBody, terminateBody, type BoshBody, type BoshCondition } from '../../protocol/bosh.ts';
import { LabError } from '../../protocol/errors.ts';
import type { Lab, ServerTransport } from '../../transport.ts';
import { parseFrame } from '../../xmpp/parse.ts';
import { BoshSession } from './bosh-session.ts';
import type { BoshRequest } from './request-window.ts';

/** Sessions at once; who comes then is told that there is no room. */
const maximumSessions = 10_000;
/** Of these, sessions in which nobody has logged in yet. */
const maximumStrangers = 1000;

/** The same stanzas as on a WebSocket, as Finesse carried them before it had one. */
export const bosh: ServerTransport = {
  mount(root, lab) {
    const sessions = new Map<string, BoshSession>();
    lab.closing.addEventListener('abort', () => {
      for (const session of sessions.values()) session.shutdown();
    });
    void root.register((app, _options, done) => {
      // XEP-0124 §5: a content type that a client gives is its own business; a body is XML all the same.
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
      app.setErrorHandler((thrown, _request, reply) => refuse(reply, conditionOf(thrown)));
      for (const url of ['/http-bind/', '/http-bind']) {
        app.get(url, (_request, reply) => reply.type('text/plain; charset=utf-8').send(whatItIs));
        app.post(url, (request, reply) => receive({ lab, sessions }, request, reply));
      }
      done();
    });
  },
};

/** For people who open the address in a browser, to see whether it is there. */
const whatItIs = 'This address speaks BOSH (XEP-0124): POST a <body/> to it.\n';

interface Room {
  readonly lab: Lab;
  readonly sessions: Map<string, BoshSession>;
}

/** XEP-0124 §17.2: with HTTP status 200, for clients that know the conditions. */
const refuse = (reply: FastifyReply, condition: BoshCondition): FastifyReply =>
  reply.code(200).type(boshContentType).send(terminateBody(condition));

/** A body that is too long breaks a rule of this server; one that cannot be read is no request. */
const conditionOf = (thrown: unknown): BoshCondition => {
  const { statusCode } = thrown as { readonly statusCode?: number };
  if (statusCode === 413) return 'policy-violation';
  const isUnreadable = (thrown instanceof LabError && thrown.code === 'LAB_FRAME_INVALID') || statusCode === 400;
  return isUnreadable ? 'bad-request' : 'internal-server-error';
};

const receive = (room: Room, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> | FastifyReply => {
  const body = readBody(parseFrame(typeof request.body === 'string' ? request.body.trim() : ''));
  if (!body) return refuse(reply, 'bad-request');
  if (room.lab.closing.aborted) return refuse(reply, 'system-shutdown');
  const known = body.sid === undefined ? undefined : room.sessions.get(body.sid);
  if (body.sid !== undefined && !known) return refuse(reply, 'item-not-found');
  if (body.rid === undefined && !known) return refuse(reply, 'bad-request');
  const session = known ?? create(room, request, body);
  return session ? hold(session, body, reply) : refuse(reply, 'policy-violation');
};

/** Looked at only where there could be too many. */
const hasManyStrangers = (sessions: ReadonlyMap<string, BoshSession>): boolean =>
  sessions.size >= maximumStrangers &&
  [...sessions.values()].filter(({ isBound }) => !isBound).length >= maximumStrangers;

const create = ({ lab, sessions }: Room, request: FastifyRequest, creation: BoshBody): BoshSession | undefined => {
  if (sessions.size >= maximumSessions || hasManyStrangers(sessions)) return undefined;
  // XEP-0124 §16: a session id is not guessed.
  const sid = crypto.randomUUID();
  const { socket } = request.raw;
  const session = new BoshSession({
    service: lab.xmpp,
    sid,
    creation,
    name: `bosh ${socket.remoteAddress}:${socket.remotePort}`,
    isEncrypted: 'encrypted' in socket,
    onEnd: () => sessions.delete(sid),
  });
  sessions.set(sid, session);
  return session;
};

/** Resolves when the session answers. A client that goes meanwhile is expected back with the same request. */
const hold = (session: BoshSession, body: BoshBody, reply: FastifyReply): Promise<FastifyReply> => {
  const { promise, resolve } = Promise.withResolvers<FastifyReply>();
  const request: BoshRequest = {
    rid: body.rid ?? 0,
    body,
    receivedAtMs: performance.now(),
    respond: (answer) => resolve(reply.type(session.contentType).send(answer)),
  };
  reply.raw.once('close', () => {
    if (!reply.sent) session.abandon(request);
  });
  if (body.rid === undefined) session.refuse('bad-request', request);
  else session.receive(request);
  return promise;
};
