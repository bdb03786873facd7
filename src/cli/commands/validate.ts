import { HarnessError, messageOf } from '../../core/errors.ts';
import type { Command } from '../command.ts';
import { type ExitStatus, exitStatus } from '../exit-status.ts';
import { loadScenarios } from '../scenario-files.ts';
import { isSloFile, readSloFile } from '../slo-files.ts';

/** Checks scenario, suite and SLO files without touching anything. */
export const validateCommand: Command = async ({ operands, options, output }) => {
  if (operands.length === 0)
    throw new HarnessError('usage', 'validate was given no file', { hint: 'Name one or more files.' });
  let status: ExitStatus = exitStatus.pass;
  for (const name of operands) {
    try {
      if (await isSloFile(name)) {
        const { slos } = await readSloFile(name);
        output.event({ event: 'validated', name, ok: true, objectives: slos.length });
        output.say(`${output.style('good', 'valid')}  ${name} (${slos.length} objectives)`);
        continue;
      }
      const scenarios = await loadScenarios([name], options.set);
      output.event({ event: 'validated', name, ok: true, scenarios: scenarios.length });
      output.say(
        `${output.style('good', 'valid')}  ${name}${scenarios.length === 1 ? '' : ` (${scenarios.length} scenarios)`}`,
      );
    } catch (thrown) {
      if (!(thrown instanceof HarnessError)) throw thrown;
      status = exitStatus.usage;
      if (output.json) output.event({ event: 'validated', name, ok: false, errors: messageOf(thrown).split('\n') });
      else output.error(thrown);
    }
  }
  return status;
};
