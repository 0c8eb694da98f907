// `long-poll`: as `short-poll`, but the answer is held until there is news or the hold ends (RFC 6202 §2).
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseNumber, readStart, readText, readTopic, type Query } from '../protocol/parameters.ts';
import type { Lab, ServerTransport } from '../transport.ts';
import { sendBatch } from './send-batch.ts';

/** RFC 6202 §5.5: time-outs of 30 s were found safe; 25 s leaves room for the network. */
const defaultHoldSeconds = '25';

/** Answers when it has something to say. */
export const longPoll: ServerTransport = {
  mount(app, lab) {
    app.get('/long-poll/events', { exposeHeadRoute: false }, (request, reply) => answer(lab, request, reply));
  },
};

const answer = async (lab: Lab, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
  const query = request.query as Query;
  const topic = readTopic(query);
  const holdText = readText(query, 'hold') ?? defaultHoldSeconds;
  const holdSeconds = parseNumber(holdText, 'hold', { least: 0, most: 60 });
  const cursor = lab.feed.locate(readStart(query));
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  reply.raw.on('close', leave);
  lab.closing.addEventListener('abort', leave);
  if (lab.closing.aborted) leave();
  try {
    const batch = await lab.feed.waitAfter({ cursor, topic }, holdSeconds * 1000, gone.signal);
    if (lab.closing.aborted) void reply.header('connection', 'close');
    return sendBatch(reply, batch);
  } finally {
    reply.raw.off('close', leave);
    lab.closing.removeEventListener('abort', leave);
  }
};
