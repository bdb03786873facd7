import type { Clock } from '../../base/clock.ts';
import { formatDuration } from '../../base/quantity.ts';
import type { Problem } from '../../core/errors.ts';

/** One check: what it finds in the way. */
export type Look = () => Promise<readonly Problem[]>;

/** How long one may wait, and whom to tell. */
interface Waiting {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly note: (text: string) => void;
}

/**
 * How long what mends itself is waited for. On kind a chaos-daemon was not ready for two minutes after its node's power was back
 * (docs/track-record.md): half as long again. What takes longer sits in a crash back-off, which a person should look at.
 */
export const mendsWithinMs = 180_000;
const lookEveryMs = 2000;

/**
 * Looks again every 2 s at what was found in the way, as long as all of it mends itself, for at most 3 min; answers with what is in
 * the way then. What found nothing is not looked at again. Throws the signal's reason when it aborts.
 */
export async function waitOut(looks: readonly Look[], { clock, signal, note }: Waiting): Promise<readonly Problem[]> {
  let sinceMs: number | undefined;
  let open = looks;
  let told = '';
  for (;;) {
    const found = await Promise.all(open.map(async (look) => ({ look, problems: await look() })));
    const problems = found.flatMap((one) => one.problems);
    if (problems.length === 0 || problems.some(({ mendsItself }) => mendsItself !== true)) return problems;
    sinceMs ??= clock.now();
    const waitedMs = clock.now() - sinceMs;
    const leftMs = mendsWithinMs - waitedMs;
    if (leftMs < lookEveryMs) {
      return problems.map((one) => ({
        ...one,
        message: `${one.message}, after ${formatDuration(waitedMs)} of waiting`,
      }));
    }
    const text = problems.map(({ message }) => message).join('; ');
    if (text !== told) note(`waiting up to ${formatDuration(leftMs)}: ${text}`);
    told = text;
    open = found.filter((one) => one.problems.length > 0).map(({ look }) => look);
    await clock.sleep(lookEveryMs, signal);
    signal.throwIfAborted();
  }
}
