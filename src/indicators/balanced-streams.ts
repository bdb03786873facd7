import type { Operation } from '../core/stream.ts';
import type { Timeline } from '../core/timeline.ts';
import { type Stream, streamsOf } from './streams.ts';

const asked: readonly Operation[] = ['readyz', 'quorum-read', 'write'];

/** Words for definitions. */
export const balancedWords =
  'the streams through the load balancer that ask /readyz, read with quorum or write, over new and reused connections';

/** What availability is judged by. */
export function balancedStreams(timeline: Timeline): readonly Stream[] {
  return streamsOf(timeline).filter(
    ({ spec }) => spec.target.role === 'load-balancer' && asked.includes(spec.operation),
  );
}
