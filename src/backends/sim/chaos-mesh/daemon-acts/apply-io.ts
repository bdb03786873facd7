import type { ProgramContext } from '../../programs/program.ts';
import type { CallOf, DaemonDeed } from '../daemon-call.ts';
import { containerOf } from './find.ts';

/** Puts toda between a container and what is mounted at a path. */
export function applyIo(context: ProgramContext, { containerId, volumePath, faults }: CallOf<'apply-io'>): DaemonDeed {
  const { files } = containerOf(context, containerId);
  try {
    files.setFaults(volumePath, faults);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`toda startup takes too long or an error occurs: ${why}`, { cause: error });
  }
  return {};
}
