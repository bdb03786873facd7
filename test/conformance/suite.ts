import { wholeCluster } from './cluster.ts';
import { lists } from './lists.ts';
import { objects } from './objects.ts';
import type { Against } from './subject.ts';

/** What every cluster does that the harness and its users count on: the same on a simulated one and on a real one. */
export function conformance(against: Against): void {
  objects(against);
  lists(against);
  wholeCluster(against);
}
