import { join } from 'node:path';
import { compareRuns } from '../../compare/compare.ts';
import { HarnessError } from '../../core/errors.ts';
import { comparisonTerminal } from '../../reporters/comparison-text.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { readRuns, writeComparison } from '../run-sets.ts';
import { compareTwin } from '../compare-twin.ts';

/** Compares two runs, or two folders of runs, of one scenario. */
export const compareCommand: Command = async (context) => {
  const { operands, options, output } = context;
  if (options.twin) return compareTwin(context);
  const [before, after] = operands;
  if (before === undefined || after === undefined || operands.length > 2) {
    throw new HarnessError('usage', `compare takes two runs, not ${operands.length}`, {
      hint: 'Name two folders of runs: `compare reports/before reports/after`.',
    });
  }
  const comparison = compareRuns(await readRuns(before), await readRuns(after));
  if (options.out !== undefined) await writeComparison(options.out, comparison);
  output.event({ event: 'comparison', ...comparison });
  output.say(comparisonTerminal(comparison, output.style, output.width));
  if (options.out !== undefined) output.say(`\n  Report  ${join(options.out, 'comparison.html')}`);
  if (comparison.before.concluded === 0 || comparison.after.concluded === 0) return exitStatus.inconclusive;
  return comparison.finding === 'regression' ? exitStatus.sloMissed : exitStatus.pass;
};
