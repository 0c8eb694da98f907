// What refuses for good: an HTTP answer, as the LabError that the server meant, or a platform that will not connect.
import { isLabErrorCode, LabError } from '../servers/protocol/errors.ts';
import type { PlatformEvent } from './transport.ts';

const sentenceIn = (body: string): { readonly code?: unknown; readonly message?: unknown } => {
  try {
    return (JSON.parse(body) ?? {}) as { code?: unknown; message?: unknown };
  } catch {
    return {};
  }
};

/** The error of an answer that is neither 200 nor 204; 5xx may be retried, 4xx may not. */
export const refusalOf = (status: number, body: string): LabError => {
  const { code, message } = sentenceIn(body);
  if (isLabErrorCode(code)) return new LabError(code, String(message));
  return new LabError(
    status >= 500 ? 'LAB_SERVER_FAILED' : 'LAB_PARAMETER_INVALID',
    `The server answered ${status}: ${body.slice(0, 80)}`,
  );
};

/** Why the platform will fail again, however often it tries: it does not trust the server's certificate. */
export const refusalIn = ({ error }: PlatformEvent): LabError | undefined =>
  error instanceof LabError && !error.failure.retry ? error : undefined;
