// The room as a recording tells it: looked at before it is believed, for a file may be damaged or made by anybody.
import { transportIds } from '../../../servers/protocol/catalog.ts';
import type { LabState } from '../../../servers/protocol/control.ts';
import { LabError } from '../../../servers/protocol/errors.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

/** More than any setting may be. */
const mostMs = 600_000;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber: Check = (value) => typeof value === 'number' && value >= 0 && value <= 2 ** 32;
const isMs: Check = (value) => typeof value === 'number' && value >= 0 && value <= mostMs;
const isText: Check = (value) => typeof value === 'string' && value.length <= 200;
const isFlag: Check = (value) => typeof value === 'boolean';
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);

const fits = (value: unknown, checks: Readonly<Record<string, Check>>): boolean =>
  isFields(value) && Object.entries(checks).every(([name, check]) => check(value[name]));

const faults = {
  extraRttMs: isMs,
  isDark: isFlag,
  isBuffering: isFlag,
  idleTimeoutMs: orNull(isMs),
  isRefusing: isFlag,
};
const agent = { id: isText, name: isText, team: orNull(isText), state: isText, isClaimed: isFlag };
const settings = { scenario: isText, seed: isNumber, ratePerSecond: isNumber, rttMs: isMs, payloadBytes: isNumber };

const checks = {
  settings: (value: unknown) => fits(value, settings),
  faults: (value: unknown) => isFields(value) && transportIds.every((id) => fits(value[id], faults)),
  urls: (value: unknown) => isFields(value) && transportIds.every((id) => isText(value[id])),
  agents: (value: unknown) => Array.isArray(value) && value.every((one) => fits(one, agent)),
  role: (value: unknown) => value === 'trainer' || value === 'viewer',
  isLan: isFlag,
  xmppDomain: isText,
  pages: isNumber,
};

/** @throws {LabError} LAB_FRAME_INVALID when it is not the state of a room */
export const readState = (value: unknown): LabState | null => {
  if (value === null || fits(value, checks)) return value as LabState | null;
  throw new LabError('LAB_FRAME_INVALID', 'what it tells of the room is damaged');
};
