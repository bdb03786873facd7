import type { NodeVerbOf, Peer } from '../../../core/node-verb.ts';
import type { ProofRecord } from '../../../core/timeline.ts';
import type { Path, Reach } from '../connect.ts';

const kubeletPort = 10250;
const mostReverse = 3;
/** Of more peers than this some are tried, spread over all of them: which, differs from node to node. */
const mostPeers = 20;

/** The connections by which a cut is proven: to each peer, from some peers back, and to the node itself as the control. */
export interface CutPaths {
  readonly out: readonly Path[];
  readonly back: readonly Path[];
  readonly control: Path;
}

/** `isNode`: commands can be run in that peer, so that the way back can be tried, too. */
export function cutPaths(
  { node, verb }: { readonly node: string; readonly verb: NodeVerbOf<'drop-traffic'> },
  own: string,
  isNode: (peer: Peer) => boolean,
): CutPaths {
  return {
    out: someOf(verb.peers, node).flatMap((peer) =>
      peer.port === undefined ? [] : [{ node, address: peer.address, port: peer.port }],
    ),
    back: someOf(verb.peers, node)
      .filter(isNode)
      .slice(0, mostReverse)
      .map((peer) => ({ node: peer.name, address: own, port: verb.ports?.[0] ?? kubeletPort })),
    control: { node, address: '127.0.0.1', port: kubeletPort },
  };
}

function someOf(peers: readonly Peer[], node: string): readonly Peer[] {
  if (peers.length <= mostPeers) return peers;
  const stride = peers.length / mostPeers;
  const first = Array.from(node).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % peers.length, 0);
  return Array.from({ length: mostPeers }, (_, index) => (first + Math.floor(index * stride)) % peers.length).flatMap(
    (at) => peers[at] ?? [],
  );
}

/** What was seen after the cut of the ways that had been open before it. */
export interface CutSight {
  /** All ways that were tried before, and those of them that answered. */
  readonly tried: number;
  readonly after: readonly Reach[];
  readonly control: Reach;
  readonly dropped: { readonly in: number; readonly out: number };
  /** Which of the two must have dropped something; default: out. */
  readonly direction?: 'in' | 'out' | 'both';
  /** Whether the node gives way to the others where they share processors; default: no. */
  readonly givesWay?: boolean;
}

/** Proven when all that had answered is silent now, the node itself still answers, and the rules counted what they dropped. */
export function judgeNodeCut({ tried, after, control, dropped, direction, givesWay }: CutSight): ProofRecord {
  const silent = after.filter((reach) => reach === 'silent').length;
  const detail =
    `${silent} of ${after.length} connections that were answered before (${tried} tried) now time out; ` +
    `the node itself ${control === 'open' ? 'answers' : 'does not answer'}; ` +
    `${dropped.out} packets dropped on their way out, ${dropped.in} on their way in` +
    (givesWay === true ? '; on the processors they share it gives way to the other nodes' : '');
  const counted = direction === 'in' ? dropped.in : dropped.out;
  const proven = after.length > 0 && silent === after.length && control === 'open' && counted > 0;
  return { status: proven ? 'proven' : 'unproven', detail };
}
