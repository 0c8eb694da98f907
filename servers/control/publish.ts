// `POST /events`: how events get in from outside, one by one or as a burst.
import type { FastifyInstance } from 'fastify';
import { readBurst, type Burst } from '../protocol/burst.ts';
import { LabError } from '../protocol/errors.ts';
import { parseAgentEvent } from '../protocol/event.ts';
import { parseTopic, type Topic } from '../protocol/topic.ts';
import { isLoopback } from '../tap/addresses.ts';
import type { Publisher } from './publisher.ts';
import type { TrainerToken } from './trainer-token.ts';

const maximumTopics = 16;

const refuse = (sentence: string, options?: ErrorOptions): never => {
  throw new LabError('LAB_EVENT_INVALID', sentence, options);
};

/**
 * An event with optional `topics`, or `{"burst":{"count","ratePerSecond"}}`; answers 201 with a cursor.
 * @param token what other machines have to show; without it the server cannot be reached by any
 */
export const mountPublish = (app: FastifyInstance, publisher: Publisher, token?: TrainerToken): void => {
  app.post('/events', {
    // Before the body is read: who may not publish need not send it.
    onRequest: ({ headers, socket }, reply, done) => {
      const address = socket.remoteAddress ?? '';
      if (token && !isLoopback(address)) {
        // RFC 9110 §15.5.2 [spec] "The server generating a 401 response MUST send a WWW-Authenticate header field".
        void reply.header('www-authenticate', 'Bearer');
        token.demandBearer(headers.authorization, address);
        void reply.removeHeader('www-authenticate');
      }
      done();
    },
    handler: (request, reply) => {
      const body = (request.body ?? {}) as { readonly burst?: unknown; readonly topics?: unknown };
      if (typeof body !== 'object') refuse('The body has to be a JSON object.');
      const { burst, topics, ...fields } = body;
      const cursor =
        burst === undefined
          ? publisher.publish(parseAgentEvent(fields, new Date().toISOString()), readTopics(topics))
          : publisher.burst(burstOf(burst));
      return reply.code(201).send({ cursor });
    },
  });
};

const readTopics = (value: unknown): readonly Topic[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > maximumTopics) {
    return refuse(`The field topics has to be a list of at most ${maximumTopics} node names.`);
  }
  return value.map((topic: unknown) => parseTopic(typeof topic === 'string' ? topic : (JSON.stringify(topic) ?? '')));
};

const burstOf = (value: unknown): Burst => {
  try {
    return readBurst(value);
  } catch (cause) {
    return refuse((cause as LabError).message, { cause });
  }
};
