import { HarnessError } from '../core/errors.ts';
import type { Command } from './command.ts';
import { allCommands } from './commands/all.ts';
import { runCommand } from './commands/run.ts';
import { type ExitStatus, exitStatus, statusOfError } from './exit-status.ts';
import { helpText } from './help.ts';
import { interruptSignal } from './interrupt.ts';
import { parseCommandLine } from './options.ts';
import { processOutput } from './output.ts';
import { harnessVersion } from './version.ts';

async function main(argv: readonly string[]): Promise<ExitStatus> {
  const output = processOutput(argv.includes('--json'));
  try {
    const { options, operands } = parseCommandLine(argv);
    if (options.version) {
      output.print(harnessVersion());
      return exitStatus.pass;
    }
    if (options.help || operands.length === 0) {
      output.print(helpText(allCommands));
      return options.help ? exitStatus.pass : exitStatus.usage;
    }
    const { command, rest } = choose(operands);
    return await command.run({ operands: rest, options, output, signal: interruptSignal(output) });
  } catch (thrown) {
    output.error(thrown);
    return thrown instanceof HarnessError ? statusOfError(thrown.code) : exitStatus.bug;
  }
}

/** A word that is no command is a scenario to run. */
function choose(operands: readonly string[]): { command: Command; rest: readonly string[] } {
  const [word = '', ...rest] = operands;
  if (word === 'run') return { command: runCommand, rest };
  const command = allCommands.find((candidate) => candidate.name === word);
  return command === undefined ? { command: runCommand, rest: operands } : { command, rest };
}

// Set, not exit(): output that is still on its way must reach a pipe.
process.exitCode = await main(process.argv.slice(2));
