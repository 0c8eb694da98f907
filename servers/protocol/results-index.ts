// `GET /results/index.json`: the runs that are there, as a list of what tells one from another.

/** A run that can be read. */
export interface ListedRun {
  /** Name of its folder below `/results/`. */
  readonly directory: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Name of the workload. */
  readonly workload: string;
  readonly transports: readonly string[];
  /** Whether the run must not be believed. */
  readonly isVoid: boolean;
  readonly schemaVersion: number;
}

/** A folder whose run cannot be read. */
export interface UnreadableRun {
  readonly directory: string;
  readonly why: string;
}

/** The newest run first, what cannot be read last. */
export interface ResultsIndex {
  readonly runs: readonly (ListedRun | UnreadableRun)[];
}
