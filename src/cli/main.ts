import { HarnessError } from '../core/errors.ts';
import type { CommandEntry } from './command.ts';
import { allCommands, runEntry } from './commands/all.ts';
import { type ExitStatus, exitStatus, statusOfError } from './exit-status.ts';
import { helpText } from './help.ts';
import { interruptSignal } from './interrupt.ts';
import { parseCommandLine } from './options.ts';
import { outliveReaders, processOutput } from './output.ts';
import { harnessVersion } from './version.ts';

async function main(argv: readonly string[]): Promise<ExitStatus> {
  outliveReaders();
  const output = processOutput(argv.includes('--json'));
  try {
    const { options, operands } = parseCommandLine(argv);
    if (options.version) {
      output.print(harnessVersion());
      return exitStatus.pass;
    }
    if (options.help || operands.length === 0) {
      output.print(helpText([runEntry, ...allCommands]));
      return options.help ? exitStatus.pass : exitStatus.usage;
    }
    const { entry, rest } = choose(operands);
    if (options.clusters.length > 1 && (entry !== runEntry || options.dryRun)) {
      throw new HarnessError('usage', 'only runs can take turns on several clusters', { hint: 'Name one --cluster.' });
    }
    const command = await entry.load();
    return await command({ operands: rest, options, output, signal: interruptSignal(output) });
  } catch (thrown) {
    output.error(thrown);
    return thrown instanceof HarnessError ? statusOfError(thrown.code) : exitStatus.bug;
  }
}

/** A word that is no command is a scenario to run. */
function choose(operands: readonly string[]): { entry: CommandEntry; rest: readonly string[] } {
  const [word = '', ...rest] = operands;
  const entry = [runEntry, ...allCommands].find((candidate) => candidate.name === word);
  return entry === undefined ? { entry: runEntry, rest: operands } : { entry, rest };
}

// A program that forgot what it waits for would end here with success.
process.exitCode = exitStatus.bug;
// Set, not exit(): output that is still on its way must reach a pipe.
process.exitCode = await main(process.argv.slice(2));
