// `GET /certificate.pem`: the certificate of a server with TLS, for clients that are to trust it.
import { X509Certificate } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Written anew from what it says: were the private key in the same file, it would not leave the server. */
export const mountCertificate = (app: FastifyInstance, cert: string): void => {
  const pem = new X509Certificate(cert).toString();
  // RFC 8555 §9.1 registers the media type.
  app.get('/certificate.pem', (_request, reply) => reply.type('application/pem-certificate-chain').send(pem));
};
