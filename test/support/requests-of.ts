import type { RequestObservation } from '../../src/core/observation.ts';
import { logOf } from '../../src/core/observation-log.ts';
import type { Requests } from '../../src/core/requests.ts';

/** Requests of one stream as indicators get them: in the order in which they were due. */
export function requestsOf(observations: readonly RequestObservation[]): Requests {
  return logOf(observations).requests(observations[0]?.stream ?? '');
}
