// Refusals of the REST interface: Finesse's words for them, as `<ApiErrors>`.
import type { FastifyReply } from 'fastify';
import { asLabError, LabError, type LabErrorCode } from '../protocol/errors.ts';
import type { Markup } from '../protocol/xml.ts';
import { field, wrap } from './markup.ts';

/** What every answer with a body is. */
export const xmlType = 'application/xml; charset=utf-8';

/** The `cause` of a LabError whose code alone does not say which of Finesse's words is meant. */
const invalidInputCause = 'Invalid Input';

/** A parameter that is there and is not one of those that are known. */
export const invalidInput = (sentence: string): LabError =>
  new LabError('LAB_PARAMETER_INVALID', sentence, { cause: invalidInputCause });

/** A parameter that is not there. */
export const parameterMissing = (sentence: string): LabError => new LabError('LAB_PARAMETER_INVALID', sentence);

/** An object other than an agent that does not exist. */
export const notFound = (sentence: string): LabError => new LabError('LAB_ROUTE_UNKNOWN', sentence);

/** Somebody whom this does not concern. */
export const forbidden = (sentence: string): LabError => new LabError('LAB_AGENT_FORBIDDEN', sentence);

/** errorType and errorMessage. */
type Words = readonly [type: string, message: string];

const wordsByCode: Readonly<Partial<Record<LabErrorCode, Words>>> = {
  LAB_CREDENTIALS_WRONG: ['Authorization Failure', 'UNAUTHORIZED'],
  LAB_AGENT_FORBIDDEN: [
    'Invalid Authorization User Specified',
    'The user specified in the authentication credentials and the uri don’t match',
  ],
  LAB_AGENT_UNKNOWN: ['User Not Found', 'UNKNOWN_USER'],
  LAB_ROUTE_UNKNOWN: ['Not Found', 'NOT_FOUND'],
  LAB_STATE_REFUSED: ['Invalid State', 'CF_INVALID_OBJECT_STATE'],
  LAB_PARAMETER_INVALID: ['Parameter Missing', 'PARAMETER_MISSING'],
  LAB_FRAME_INVALID: ['Bad Request', 'LAB_FRAME_INVALID'],
  LAB_SERVER_BUSY: ['Service Unavailable', 'SERVICE_UNAVAILABLE'],
  LAB_SERVER_FAILED: ['Internal Server Error', 'LAB_SERVER_FAILED'],
};

const wordsOf = ({ code, cause }: LabError): Words =>
  cause === invalidInputCause ? [invalidInputCause, 'INVALID_INPUT'] : (wordsByCode[code] ?? ['Generic Error', code]);

const apiErrors = ([type, message]: Words, data: string): Markup =>
  wrap(
    'ApiErrors',
    wrap('ApiError', field('ErrorType', type), field('ErrorMessage', message), field('ErrorData', data)),
  );

/** Answers with the status and the words of whatever was thrown. */
export const refuse = (thrown: unknown, reply: FastifyReply): FastifyReply => {
  const error = toLabError(thrown);
  if (error.failure.httpStatus >= 500 && error.failure.httpStatus !== 503) {
    reply.log.error({ err: thrown }, 'a Finesse request failed');
  }
  if (error.code === 'LAB_CREDENTIALS_WRONG') {
    // RFC 9110 §15.5.2 [spec] "The server generating a 401 response MUST send a WWW-Authenticate header field".
    void reply.header('www-authenticate', 'Basic realm="Finesse"');
  }
  return reply
    .code(error.failure.httpStatus)
    .type(xmlType)
    .send(apiErrors(wordsOf(error), error.message));
};

/** Fastify's own refusals, such as a body that is too long, carry a status and no code of ours. */
const toLabError = (thrown: unknown): LabError => {
  const { statusCode } = thrown as { readonly statusCode?: number };
  if (thrown instanceof LabError || statusCode === undefined || statusCode >= 500) return asLabError(thrown);
  return new LabError(statusCode === 413 ? 'LAB_BODY_TOO_LARGE' : 'LAB_FRAME_INVALID', (thrown as Error).message);
};
