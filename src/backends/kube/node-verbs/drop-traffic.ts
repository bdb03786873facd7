import type { NodeVerbOf, Peer } from '../../../core/node-verb.ts';
import type { Path } from '../connect.ts';
import type { Drop } from '../inside.ts';
import type { VerbKind } from './verb-kind.ts';
import { type CutPaths, cutPaths, judgeNodeCut } from './cut-proof.ts';

/** Rules that drop what comes from, and goes to, some peers. */
export const dropTraffic: VerbKind<NodeVerbOf<'drop-traffic'>> = {
  act: ({ inside, addresses, nodes, node, verb, tag }) => {
    const { firewall } = inside;
    const own = addresses.get(node);
    const paths: CutPaths = cutPaths(
      { node, verb },
      own ?? '',
      ({ name }) => own !== undefined && nodes.includes(name),
    );
    const all = [...paths.out, ...paths.back];
    let open: readonly Path[] = [];
    return {
      before: async (signal) => {
        const reached = await inside.tryPaths(all, signal);
        open = all.filter((_, index) => reached[index] === 'open');
      },
      apply: (signal) => firewall.drop(node, tag, dropOf(verb), signal),
      prove: async (signal) => {
        const reached = await inside.tryPaths([...open, paths.control], signal);
        const dropped = await firewall.counts(node, tag, signal);
        const control = reached.at(-1) ?? 'unknown';
        return judgeNodeCut({
          tried: all.length,
          after: reached.slice(0, -1),
          control,
          dropped,
          direction: verb.direction ?? 'both',
          givesWay: (await firewall.givesWay?.(node, signal)) ?? false,
        });
      },
      undo: (signal) => firewall.undrop(node, tag, signal),
    };
  },
  sweep: ({ firewall }, node, signal) => firewall.undrop(node, undefined, signal),
};

/** The nodes of a zone drop the same peers, which may be thousands. */
const drops = new WeakMap<readonly Peer[], Drop>();

function dropOf({ peers, direction, ports }: NodeVerbOf<'drop-traffic'>): Drop {
  const known = drops.get(peers) ?? {
    ranges: peers.flatMap(({ address, cidrs }) => [address, ...cidrs]),
    names: peers.map(({ name }) => name),
  };
  drops.set(peers, known);
  if (direction === undefined && ports === undefined) return known;
  return { ...known, ...(direction === undefined ? {} : { direction }), ...(ports === undefined ? {} : { ports }) };
}
