import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { settingsOf } from '../settings.ts';

/** Removes the kind cluster and what the harness remembers of it. */
export const downCommand: Command = async ({ options, output, signal }) => {
  const { down } = await import('../../backends/kind/up.ts');
  const note = (text: string): void => {
    output.say(text);
    output.event({ event: 'note', text });
  };
  await down(await settingsOf(options), note, signal);
  return exitStatus.pass;
};
