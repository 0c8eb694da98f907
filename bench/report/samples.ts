// What samples.json holds: the samples behind the figures of a run.json, so that two runs can be held against each other.
import type { PeerId } from './peers.ts';
import type { TransportId } from '../../servers/protocol/catalog.ts';

/** Raised whenever a reader of an older samples.json would be misled. */
export const samplesVersion = 1;

/** At most so many samples of one subject and repeat are kept. */
export const mostSamples = 100_000;

/** Samples as columns of the same length; row i of each belongs together. Rows rise by event, then by reader. */
export interface SampleColumns {
  /** Index of the event in the repeat's plan. */
  readonly event: readonly number[];
  /** Index of the client; the probes follow the clients. */
  readonly reader: readonly number[];
  /** When it was meant to be published: whole milliseconds after the measured part began. */
  readonly atMs: readonly number[];
  /** Receive time minus intended publish time, whole microseconds. */
  readonly latencyUs: readonly number[];
}

/** One subject in one repeat. Counts span what the figures of run.json span that are made from them. */
export interface SubjectRepeat {
  readonly repeat: number;
  /** Fingerprint of the timetable: where two runs have the same one, event i of both is the same event. */
  readonly plan: string;
  /** How many samples there were. Of more than 100,000 only those of every so-manieth event are kept, in each run the same. */
  readonly taken: number;
  readonly everyEvent: number;
  readonly samples: SampleColumns;
  /** The few clients that followed the floor at the same moment. */
  readonly probes: SampleColumns;
  /** From "all clients ready" to "drained", as the kernel counted it; `null` where it could not. */
  readonly steadyBytes: number | null;
  readonly steadyPackets: number | null;
  /** Requests sent in that span, and how long it was: polls go on as long as it lasts. */
  readonly steadyRequests: number;
  readonly steadySeconds: number;
  /** Entries of that span that the clients got, and that the probes got. */
  readonly deliveries: number;
  readonly probeDeliveries: number;
  /** Answers of the measured part; what is pushed answers nobody. */
  readonly answers: number;
  readonly emptyAnswers: number;
  /** All of the server process, probes included. */
  readonly serverCpuMs: number;
}

/** One subject, all repeats. */
export interface SubjectSamples {
  readonly id: TransportId | PeerId | 'floor';
  readonly repeats: readonly SubjectRepeat[];
}

/** samples.json. */
export interface RunSamples {
  readonly schemaVersion: number;
  /** `environment.startedAt` of the run.json that it stands beside. */
  readonly startedAt: string;
  /** The floor first, then the transports and peers in the order of the run. */
  readonly subjects: readonly SubjectSamples[];
}
