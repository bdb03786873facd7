import type { NodeVerbOf, Peer } from '../../../core/action.ts';
import type { Drop } from '../inside.ts';
import type { Path } from '../connect.ts';
import type { VerbKind } from './verb-kind.ts';
import { type CutPaths, cutPaths, judgeNodeCut } from './cut-proof.ts';

/** The nodes of a zone drop the same peers, which may be thousands. */
const drops = new WeakMap<readonly Peer[], Drop>();

function dropOf(peers: readonly Peer[]): Drop {
  const known = drops.get(peers) ?? {
    ranges: peers.flatMap(({ address, cidrs }) => [address, ...cidrs]),
    names: peers.map(({ name }) => name),
  };
  drops.set(peers, known);
  return known;
}

/** Rules that drop what comes from, and goes to, some peers. */
export const dropTraffic: VerbKind<NodeVerbOf<'drop-traffic'>> = {
  act: ({ inside, note, addresses, node, verb, tag }) => {
    const { firewall } = inside;
    const own = addresses.get(node);
    const paths: CutPaths = cutPaths({ node, verb }, own ?? '', ({ name }) => own !== undefined && addresses.has(name));
    const all = [...paths.out, ...paths.back];
    let open: readonly Path[] = [];
    return {
      before: async (signal) => {
        const reached = await inside.tryPaths(all, signal);
        open = all.filter((_, index) => reached[index] === 'open');
        if (open.length < all.length) note(`${node} reached ${open.length} of ${all.length} places before the cut`);
      },
      apply: (signal) => firewall.drop(node, tag, dropOf(verb.peers), signal),
      prove: async (signal) => {
        const reached = await inside.tryPaths([...open, paths.control], signal);
        const dropped = await firewall.counts(node, tag, signal);
        const control = reached.at(-1) ?? 'unknown';
        return judgeNodeCut({ tried: all.length, after: reached.slice(0, -1), control, dropped });
      },
      undo: (signal) => firewall.undrop(node, tag, signal),
    };
  },
  leftovers: async ({ firewall }, node, signal) =>
    (await firewall.rules(node, signal)).length > 0 ? ['rules that drop traffic'] : [],
  sweep: ({ firewall }, node, signal) => firewall.undrop(node, undefined, signal),
};
