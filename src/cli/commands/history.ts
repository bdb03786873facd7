import { join } from 'node:path';
import { historySeries } from '../../compare/history.ts';
import { historyTerminal } from '../../reporters/history-text.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { readHistory, writeIndex } from '../history-files.ts';
import { settingsOf } from '../settings.ts';

/** Says how every scenario fared over all saved runs. */
export const historyCommand: Command = async ({ operands, options, output }) => {
  const reportsDir = operands[0] ?? (await settingsOf(options)).reports.dir;
  const entries = await readHistory(reportsDir);
  const series = historySeries(entries);
  for (const one of series) output.event({ event: 'series', ...one });
  for (const entry of entries) output.event({ event: 'run', ...entry });
  output.say(historyTerminal(series, output.style));
  if (entries.length > 0) {
    await writeIndex(reportsDir);
    output.say(`\n  Report  ${join(reportsDir, 'index.html')}`);
  }
  return exitStatus.pass;
};
