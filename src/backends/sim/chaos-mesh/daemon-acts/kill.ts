import type { ProgramContext } from '../../programs/program.ts';
import type { CallOf, DaemonDeed } from '../daemon-call.ts';
import { containerOf } from './find.ts';

/** Kills a container's process. The answer goes first: the daemon's own connection may go through what it kills. */
export function kill(context: ProgramContext, { containerId }: CallOf<'kill'>): DaemonDeed {
  const { process } = containerOf(context, containerId);
  return { then: () => process.exit(137) };
}
