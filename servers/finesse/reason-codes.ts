// Why an agent is NOT_READY or signed out: the codes a person chooses from, and those that the system gives.

/** The states that have a reason. */
export type ReasonCategory = 'NOT_READY' | 'LOGOUT';
export const reasonCategories: readonly ReasonCategory[] = ['NOT_READY', 'LOGOUT'];

/** One reason. */
export interface ReasonCode {
  /** Names the object; what a PUT of a state gives as `reasonCodeId`. */
  readonly id: string;
  readonly category: ReasonCategory;
  readonly code: number;
  readonly label: string;
  /** Given by the system, never chosen by a person. */
  readonly isSystem: boolean;
}

/** The id is the code, so that a `reasonCodeId` on the feed can be looked up as it stands. */
const reason =
  (category: ReasonCategory, isSystem: boolean) =>
  (code: number, label: string): ReasonCode => ({ id: String(code), category, code, label, isSystem });

const pause = reason('NOT_READY', false);
const signOut = reason('LOGOUT', false);
const systemPause = reason('NOT_READY', true);
const systemSignOut = reason('LOGOUT', true);

/** System codes as Unified CCE has them. */
export const reasonCodes: readonly ReasonCode[] = [
  pause(12, 'Lunch'),
  pause(13, 'Meeting'),
  pause(14, 'Training'),
  pause(15, 'Coaching'),
  pause(16, 'Break'),
  pause(17, 'Paperwork'),
  signOut(1, 'End of shift'),
  signOut(2, 'Moving to another desk'),
  signOut(3, 'Technical problem'),
  systemPause(20001, 'Starting force logout'),
  systemPause(32762, 'Off hook'),
  systemPause(32767, 'Call not answered'),
  systemPause(50002, 'Connection failure'),
  systemPause(50010, 'Call overlap'),
  systemSignOut(255, 'Connection failure'),
  systemSignOut(999, 'Signed out by a supervisor'),
  systemSignOut(20002, 'Force logout'),
  systemSignOut(50001, 'System disconnect'),
  // The code stands for two reasons, one a category, so that one of them needs another id.
  { ...systemSignOut(50002, 'System failure'), id: '150002' },
  systemSignOut(50004, 'Inactivity'),
];
