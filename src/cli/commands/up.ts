import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { settingsOf } from '../settings.ts';

/** Makes the kind cluster, or takes the one that is there, with Chaos Mesh and the workload in it. */
export const upCommand: Command = async ({ options, output, signal }) => {
  const { up } = await import('../../backends/kind/up.ts');
  const note = (text: string): void => {
    output.say(text);
    output.event({ event: 'note', text });
  };
  await up(await settingsOf(options), note, signal);
  output.say(`${output.style('good', 'ready')}  try: npm run chaos -- apiserver-kill --cluster kind`);
  return exitStatus.pass;
};
