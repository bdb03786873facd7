import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { Call, Heard } from '../inside.ts';
import type { VerbKind } from './verb-kind.ts';

const kubeletPort = 10_250;

/** A machine whose processes are frozen: its kernel still takes connections, and nobody answers them. */
export const pauseMachine: VerbKind<NodeVerbOf<'pause-machine'>> = {
  act: ({ inside, addresses, nodes, node }) => {
    const url = `https://${addresses.get(node) ?? ''}:${kubeletPort}/healthz`;
    let before: Heard = 'unknown';
    const hear = async (signal: AbortSignal): Promise<Heard> => {
      // Others may be paused as well: asked from a node that runs.
      const others = nodes.filter((name) => name !== node);
      const call: Call = { node: (await firstRunning(others, inside, signal)) ?? node, url };
      return (await inside.ask([call], signal))[0] ?? 'unknown';
    };
    return {
      before: async (signal) => {
        before = await hear(signal);
      },
      apply: (signal) => inside.machines.pause(node, signal),
      prove: async (signal) => {
        const state = await inside.machines.state(node, signal);
        const after = await hear(signal);
        return {
          status: state === 'paused' && before === 'answered' && after === 'silent' ? 'proven' : 'unproven',
          detail: `the machine is ${state}; its kubelet, ${before} before, is ${after} now`,
        };
      },
      undo: async (signal) => {
        await inside.machines.unpause(node, signal);
        const state = await inside.machines.state(node, signal);
        return state === 'paused' ? 'it is still paused' : '';
      },
    };
  },
  where: 'everywhere',
  sweep: async ({ machines }, node, signal) => {
    if ((await machines.state(node, signal)) === 'paused') await machines.unpause(node, signal);
    return '';
  },
};

async function firstRunning(
  names: readonly string[],
  { machines }: Parameters<NonNullable<typeof pauseMachine.sweep>>[0],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const name of names) if ((await machines.state(name, signal)) === 'running') return name;
  return undefined;
}
