import type { RequestError, RequestObservation } from './observation.ts';

/** What is asked of a request when it is judged. Instants in ms since the run began. */
export interface RequestSample {
  readonly stream: string;
  readonly scheduledAt: number;
  readonly sentAt: number;
  readonly endedAt: number;
  readonly good: boolean;
  readonly error?: RequestError | undefined;
  readonly detail?: string | undefined;
  readonly status?: number | undefined;
}

/** The requests of one stream, in the order in which they came. Throws RangeError where it is asked for one that is not there. */
export interface RequestStore {
  readonly length: number;
  readonly add: (one: RequestObservation) => void;
  readonly dueAt: (index: number) => number;
  /** What is judged of a request. */
  readonly sample: (index: number) => RequestSample;
  /** All of a request, as it was put in. */
  readonly whole: (index: number) => RequestObservation;
}
