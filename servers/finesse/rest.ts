// Finesse-shaped REST: a state change answers 202, its result arrives on the feed (developer guide, "User" API).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SaxesParser } from 'saxes';
import { asLabError, LabError, type LabErrorCode } from '../protocol/errors.ts';
import { agentStates, type AgentState } from '../protocol/event.ts';
import { childOf, element, escapeXml, readXml, textOf, type Markup } from '../protocol/xml.ts';
import type { Desk, StateRequest } from './desk.ts';
import type { Agent } from './directory.ts';
import { userObject } from './user-object.ts';

const xmlType = 'application/xml; charset=utf-8';

/** Finesse's words for our refusals: errorType and errorMessage. */
const finesseErrors: Readonly<Partial<Record<LabErrorCode, readonly [type: string, message: string]>>> = {
  LAB_CREDENTIALS_WRONG: ['Authorization Failure', 'UNAUTHORIZED'],
  LAB_AGENT_FORBIDDEN: [
    'Invalid Authorization User Specified',
    'The user specified in the authentication credentials and the uri don’t match',
  ],
  LAB_AGENT_UNKNOWN: ['User Not Found', 'UNKNOWN_USER'],
  LAB_STATE_REFUSED: ['Invalid State', 'CF_INVALID_OBJECT_STATE'],
  LAB_PARAMETER_INVALID: ['Parameter Missing', 'PARAMETER_MISSING'],
};

type UserRequest = FastifyRequest<{ Params: { id: string } }>;

/** `GET` and `PUT /finesse/api/User/{id}` with Basic authentication. */
export const mountFinesse = (root: FastifyInstance, desk: Desk): void => {
  void root.register((app, _options, done) => {
    app.addContentTypeParser(['application/xml', 'text/xml'], { parseAs: 'string' }, (_request, body, parsed) =>
      parsed(null, body),
    );
    app.setErrorHandler((thrown, _request, reply) => refuse(thrown, reply));
    app.get('/finesse/api/User/:id', (request: UserRequest, reply) => {
      authorize(desk, request);
      const { id } = request.params;
      const { directory } = desk;
      return reply
        .type(xmlType)
        .send(userObject('User', { agent: desk.find(id), status: desk.statusOf(id), directory }));
    });
    app.put('/finesse/api/User/:id', (request: UserRequest, reply) => {
      authorize(desk, request);
      const requestId = request.headers['requestid'];
      desk.changeState(request.params.id, {
        ...readStateRequest(request.body),
        ...(typeof requestId === 'string' && { requestId: requestId.slice(0, 200) }),
      });
      return reply.code(202).send();
    });
    done();
  });
};

/** RFC 7617 §2: `Basic` and base64 of `id:password`. */
const authorize = (desk: Desk, request: UserRequest): Agent => {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [id = '', ...rest] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  const agent = desk.authenticate(id, rest.join(':'));
  if (agent.role !== 'Supervisor' && agent.id !== request.params.id) {
    throw new LabError('LAB_AGENT_FORBIDDEN', `Agent ${agent.id} may change only their own state.`);
  }
  return agent;
};

/** `<User><state>READY</state><reasonCodeId>16</reasonCodeId></User>`. */
const readStateRequest = (body: unknown): StateRequest => {
  if (typeof body !== 'string')
    throw new LabError('LAB_PARAMETER_INVALID', 'The body has to be XML: <User><state>READY</state></User>.');
  const user = readXml(body, new SaxesParser({ xmlns: true }));
  const state = childOf(user, 'state');
  const text = state && textOf(state).trim();
  if (user.name !== 'User' || !text || !agentStates.includes(text as AgentState)) {
    throw new LabError('LAB_PARAMETER_INVALID', 'The body has to name a state: <User><state>READY</state></User>.');
  }
  const reason = childOf(user, 'reasonCodeId');
  const reasonCode = reason && /^\d{1,6}$/.test(textOf(reason).trim()) ? Number(textOf(reason)) : undefined;
  return { state: text as AgentState, ...(reasonCode !== undefined && { reasonCode }) };
};

const apiErrors = (type: string, message: string, data: string): Markup =>
  element(
    'ApiErrors',
    {},
    element(
      'ApiError',
      {},
      element('ErrorType', {}, escapeXml(type)),
      element('ErrorMessage', {}, escapeXml(message)),
      element('ErrorData', {}, escapeXml(data)),
    ),
  );

const refuse = (thrown: unknown, reply: FastifyReply): FastifyReply => {
  const statusCode = (thrown as { readonly statusCode?: number }).statusCode;
  const error =
    thrown instanceof LabError || statusCode === undefined || statusCode >= 500
      ? asLabError(thrown)
      : new LabError(statusCode === 413 ? 'LAB_BODY_TOO_LARGE' : 'LAB_FRAME_INVALID', (thrown as Error).message);
  if (error.code === 'LAB_CREDENTIALS_WRONG') {
    // RFC 9110 §15.5.2 [spec] "The server generating a 401 response MUST send a WWW-Authenticate header field".
    void reply.header('www-authenticate', 'Basic realm="Finesse"');
  }
  const [type, message] = finesseErrors[error.code] ?? ['Generic Error', error.code];
  return reply
    .code(error.failure.httpStatus)
    .type(xmlType)
    .send(apiErrors(type, message, error.message));
};
