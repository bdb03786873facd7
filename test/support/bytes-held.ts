import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

function bytesNow(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** What `make` makes, and how many bytes it holds on to, on the heap and beside it. */
export async function bytesHeld<T>(make: () => Promise<T>): Promise<{ readonly made: T; readonly bytes: number }> {
  const before = bytesNow();
  const made = await make();
  return { made, bytes: bytesNow() - before };
}
