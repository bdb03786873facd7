import type { Observation } from '../core/observation.ts';
import { ObservationLog } from '../core/observation-log.ts';

/** Where the observations of a run are put away while it goes on. */
export interface Archive {
  /** Never throws: what cannot be put away is kept. */
  readonly add: (observation: Observation) => void;
  /** All of them, in the order in which they came. */
  readonly all: () => Promise<ObservationLog>;
}

/** Keeps them in memory: for runs whose length is bounded, and where waiting for a disk would be waiting in virtual time. */
export function memoryArchive(): Archive {
  const log = new ObservationLog();
  return { add: (observation) => log.add(observation), all: async () => log };
}
