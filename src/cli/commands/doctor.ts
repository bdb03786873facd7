import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { settingsOf } from '../settings.ts';

/** Names every missing tool or wrong version, how to get it, and what the kernel cannot do. */
export const doctorCommand: Command = async ({ options, output, signal }) => {
  const { examine } = await import('../../backends/kind/doctor.ts');
  const { problems, warnings, found } = await examine(await settingsOf(options), signal);
  output.event({ event: 'doctor', problems, warnings, found });
  for (const { check, message } of found) output.say(`${output.style('good', '✓')} ${check}: ${message}`);
  for (const { check, message, hint } of warnings)
    output.say(`${output.style('warn', '!')} ${check}: ${message}\n    ${hint}`);
  for (const { check, message, hint } of problems)
    output.say(`${output.style('bad', '✗')} ${check}: ${message}\n    ${hint}`);
  output.say(
    problems.length === 0
      ? '\nReady for `npm run chaos -- up`.'
      : `\n${problems.length} of these must be mended first.`,
  );
  return problems.length === 0 ? exitStatus.pass : exitStatus.unavailable;
};
