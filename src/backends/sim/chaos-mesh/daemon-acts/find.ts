import type { RunningContainer } from '../../kubelet/runtime.ts';
import type { ProgramContext } from '../../programs/program.ts';

/** A container of the daemon's node. Throws in the runtime's words when it does not run. */
export function containerOf({ node }: ProgramContext, containerId: string): RunningContainer {
  const container = node.runtime.find(containerId);
  if (container === undefined) throw new Error(`container ${containerId} not found`);
  return container;
}
