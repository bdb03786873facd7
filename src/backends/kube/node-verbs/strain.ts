import type { NodeLoad, NodeVerbOf } from '../../../core/node-verb.ts';
import type { VerbKind } from './verb-kind.ts';

/** Filling takes its time. */
const fullWithinMs = 60_000;

/** Programs that use the node up until the heal, and no longer than the fault was to last. */
export const strainNode: VerbKind<NodeVerbOf<'strain'>> = {
  act: ({ inside: { strains }, node, verb, tag }) => {
    const { load } = verb;
    let before: number | undefined;
    return {
      before: async (signal) => {
        before = await strains.amount(node, tag, load, signal);
      },
      apply: (signal) => strains.begin(node, tag, verb, signal),
      prove: async (signal) => {
        const now = await strains.amount(node, tag, load, signal);
        const detail = `${wordsOf(load)}: ${before ?? 'unknown'} before, ${now} now`;
        const proven = before !== undefined && !isThere(load, before) && isThere(load, now);
        return { status: proven ? 'proven' : 'unproven', detail };
      },
      proofWithinMs: fullWithinMs,
      undo: (signal) => strains.end(node, tag, signal),
    };
  },
  sweep: ({ strains }, node, signal) => strains.end(node, undefined, signal),
};

/** Nine tenths of it will do: the kernel, and others on the node, have their part in it. */
const enough = 0.9;

function isThere(load: NodeLoad, amount: number): boolean {
  switch (load.kind) {
    case 'cpu':
    case 'disk-writes':
      return amount >= load.workers;
    case 'memory':
      return amount >= load.bytes * enough;
    case 'disk-room':
      return amount <= load.leave / enough;
    case 'pids':
      return amount >= load.count * enough;
  }
}

function wordsOf(load: NodeLoad): string {
  switch (load.kind) {
    case 'cpu':
      return 'programs that burn';
    case 'disk-writes':
      return 'programs that write';
    case 'memory':
      return 'bytes of memory held';
    case 'disk-room':
      return 'free share of the disk';
    case 'pids':
      return 'process ids held';
  }
}
