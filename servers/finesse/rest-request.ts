// What the REST routes have in common: who asks, what the body says, and what they are given to work with.
import type { FastifyRequest } from 'fastify';
import { SaxesParser } from 'saxes';
import type { Entry } from '../protocol/entry.ts';
import type { AgentEvent } from '../protocol/event.ts';
import { childOf, readXml, textOf, type XmlElement } from '../protocol/xml.ts';
import type { Desk } from './desk.ts';
import type { Agent } from './directory.ts';
import { forbidden, parameterMissing } from './rest-errors.ts';

/** What Finesse's REST is built on. */
export interface FinesseParts {
  readonly desk: Desk;
  /** Where the XMPP server is. */
  readonly xmppDomain: string;
  /** Puts on the feed what no agent's state is behind. */
  readonly publish: (event: AgentEvent) => Entry;
}

/** A request to an object that has an id. */
export type IdRequest = FastifyRequest<{ Params: { id: string } }>;

type WithHeaders = Pick<FastifyRequest, 'headers'>;

/**
 * RFC 7617 §2: `Basic` and base64 of `id:password`.
 * @throws {LabError} LAB_CREDENTIALS_WRONG
 */
export const authenticate = (desk: Desk, { headers }: WithHeaders): Agent => {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(headers.authorization ?? '')?.[1];
  const [id = '', ...rest] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return desk.authenticate(id, rest.join(':'));
};

export const isSupervisor = ({ role }: Agent): boolean => role === 'Supervisor';

/**
 * The agent of this id, for themselves or for a supervisor.
 * @throws {LabError} LAB_CREDENTIALS_WRONG, LAB_AGENT_FORBIDDEN, LAB_AGENT_UNKNOWN
 */
export const authorizeFor = (desk: Desk, request: IdRequest): Agent => {
  const asking = authenticate(desk, request);
  const { id } = request.params;
  if (!isSupervisor(asking) && asking.id !== id) throw forbidden(`Agent ${asking.id} may use only their own objects.`);
  return desk.find(id);
};

/** @throws {LabError} LAB_CREDENTIALS_WRONG, LAB_AGENT_FORBIDDEN */
export const authorizeSupervisor = (desk: Desk, request: WithHeaders): Agent => {
  const asking = authenticate(desk, request);
  if (!isSupervisor(asking)) throw forbidden(`Agent ${asking.id} is no supervisor.`);
  return asking;
};

/** Longest `RequestId` that is echoed. */
const maximumRequestId = 200;

/** The `RequestId` header, which the event that follows carries. */
export const requestIdOf = ({ headers }: WithHeaders): string | undefined => {
  const value = headers['requestid'];
  return typeof value === 'string' ? value.slice(0, maximumRequestId) : undefined;
};

/**
 * The body, an element of this name.
 * @throws {LabError} LAB_PARAMETER_INVALID, LAB_FRAME_INVALID
 */
export const readBody = (body: unknown, name: string): XmlElement => {
  if (typeof body !== 'string') throw parameterMissing(`The body has to be XML: <${name}>…</${name}>.`);
  const root = readXml(body, new SaxesParser({ xmlns: true }));
  if (root.name !== name) throw parameterMissing(`The body has to be a ${name}, not a ${root.name.slice(0, 60)}.`);
  return root;
};

/** The text of a child, trimmed; empty when the child is absent. */
export const childText = (parent: XmlElement, name: string): string => {
  const child = childOf(parent, name);
  return child ? textOf(child).trim() : '';
};
