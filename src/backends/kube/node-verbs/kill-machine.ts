import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { Path, Reach } from '../connect.ts';
import type { VerbKind } from './verb-kind.ts';

/** A machine that ends at once, and is started again. */
export const killMachine: VerbKind<NodeVerbOf<'kill-machine'>> = {
  act: ({ inside, addresses, nodes, node, verb: { port } }) => {
    const from = nodes.find((name) => name !== node) ?? node;
    const path: Path = { node: from, address: addresses.get(node) ?? '', port };
    let before: Reach = 'unknown';
    return {
      before: async (signal) => {
        before = (await inside.tryPaths([path], signal))[0] ?? 'unknown';
      },
      apply: (signal) => inside.machines.kill(node, signal),
      prove: async (signal) => {
        const state = await inside.machines.state(node, signal);
        const after = (await inside.tryPaths([path], signal))[0] ?? 'unknown';
        return {
          status: state === 'off' && before === 'open' && after !== 'open' ? 'proven' : 'unproven',
          detail: `the machine is ${state}; port ${port}, ${before} before, is ${after} now`,
        };
      },
      undo: async (signal) => {
        await inside.machines.start(node, signal);
        const state = await inside.machines.state(node, signal);
        return state === 'running' ? '' : `it is ${state}`;
      },
    };
  },
  where: 'everywhere',
  sweep: async ({ machines }, node, signal) => {
    if ((await machines.state(node, signal)) === 'off') await machines.start(node, signal);
    return '';
  },
};
