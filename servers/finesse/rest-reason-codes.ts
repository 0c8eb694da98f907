// `/finesse/api/ReasonCode`: why an agent is NOT_READY or signed out.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { element, type Markup } from '../protocol/xml.ts';
import { field, wrap } from './markup.ts';
import { reasonCategories, reasonCodes, type ReasonCode } from './reason-codes.ts';
import { invalidInput, notFound, xmlType } from './rest-errors.ts';
import { authenticate, authorizeFor, type FinesseParts, type IdRequest } from './rest-request.ts';

type ListRequest = FastifyRequest<{ Params: { id: string }; Querystring: { category?: unknown } }>;

const reasonCodeObject = ({ id, category, code, label, isSystem }: ReasonCode): Markup =>
  wrap(
    'ReasonCode',
    field('uri', `/finesse/api/ReasonCode/${id}`),
    field('category', category),
    field('code', code),
    field('label', label),
    field('forAll', true),
    field('systemCode', isSystem),
  );

/** `GET /User/{id}/ReasonCodes?category=…` and `GET /ReasonCode/{id}`. */
export const mountReasonCodes = (app: FastifyInstance, { desk }: FinesseParts): void => {
  app.get('/User/:id/ReasonCodes', (request: ListRequest, reply) => {
    authorizeFor(desk, request);
    const category = reasonCategories.find((one) => one === request.query.category);
    if (!category) throw invalidInput(`The category has to be one of ${reasonCategories.join(', ')}.`);
    const codes = reasonCodes.filter((code) => code.category === category).map(reasonCodeObject);
    return reply.type(xmlType).send(element('ReasonCodes', { category }, ...codes));
  });
  app.get('/ReasonCode/:id', (request: IdRequest, reply) => {
    authenticate(desk, request);
    const code = reasonCodes.find(({ id }) => id === request.params.id);
    if (!code) throw notFound(`There is no reason code ${JSON.stringify(request.params.id.slice(0, 64))}.`);
    return reply.type(xmlType).send(reasonCodeObject(code));
  });
};
