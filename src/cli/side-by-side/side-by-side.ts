import { hasColours, type Output } from '../output.ts';
import type { Outcome } from '../outcome.ts';
import type { RunReport } from '../../core/report.ts';
import type { Settings } from '../../core/settings.ts';
import type { FinishedRun } from '../run-once.ts';
import { crewMember } from './crew-member.ts';
import type { Job } from './messages.ts';
import { statusLine } from './status-line.ts';
import { Turn } from './turn.ts';

/** How rehearsals are carried out side by side. */
export interface SideBySide<T> {
  /** How many at a time. */
  readonly jobs: number;
  readonly settings: Settings;
  /** undefined: nothing is written, and reports are all that comes of it. */
  readonly reportsDir: string | undefined;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Whether another may begin after one that ended so; what is under way comes to its end. */
  readonly mayGoOn: (outcome: Outcome<T>) => boolean;
}

/**
 * Carries out rehearsals, several at a time, each in a process of its own, so that what it costs is its own. What they say and
 * how they ended is told in the order of `wanted`, as if one had waited for the other.
 */
export async function* sideBySide<T extends FinishedRun | RunReport>(
  wanted: readonly Job[],
  { jobs, settings, reportsDir, output, signal, mayGoOn }: SideBySide<T>,
): AsyncGenerator<Outcome<T>, void> {
  const line = statusLine(output, wanted.length);
  const told = line.around(output);
  const look = {
    json: output.json,
    progress: output.progress === 'live' ? ('none' as const) : output.progress,
    width: output.width,
    height: output.height,
    coloured: hasColours(output.json),
  };
  const crew = Array.from({ length: jobs }, () => crewMember<T>({ settings, reportsDir, look }));
  const turns = wanted.map((job) => ({ job, turn: new Turn<T>(told) }));
  const waiting = turns.values();
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    for (const member of crew) member.stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  const work = async ({ rehearse }: (typeof crew)[number]): Promise<void> => {
    while (!isOver && !signal.aborted) {
      const { value: next } = waiting.next();
      if (next === undefined) return;
      const { job, turn } = next;
      line.begin(job.scenario.name);
      const outcome = await rehearse(job, (said) => turn.hear(said));
      line.end(job.scenario.name);
      if (!mayGoOn(outcome)) isOver = true;
      turn.settle(outcome);
    }
  };
  const done = Promise.all(crew.map(work)).then(() => {
    for (const { turn } of waiting) turn.settle(undefined);
  });
  try {
    for (const { turn } of turns) {
      turn.open();
      line.show();
      const outcome = await turn.outcome;
      line.hide();
      if (outcome === undefined) return;
      yield outcome;
    }
    await done;
  } finally {
    isOver = true;
    line.hide();
    signal.removeEventListener('abort', stop);
    await Promise.all(crew.map(({ end }) => end()));
  }
}
