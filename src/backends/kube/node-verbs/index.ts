import type { Clock } from '../../../base/clock.ts';
import type { NodeAction, NodeVerb, Peer } from '../../../core/action.ts';
import type { Injection } from '../../../core/cluster.ts';
import { HarnessError, messageOf } from '../../../core/errors.ts';
import type { ProofRecord } from '../../../core/timeline.ts';
import type { Path } from '../connect.ts';
import type { Drop, DropCounts, Inside } from '../inside.ts';
import { type CutPaths, cutPaths, judgeNodeCut } from './cut-proof.ts';
import { tagOf } from './tag.ts';

/** What acting on nodes needs: no API, so that it works while that is down. */
export interface NodeAccess {
  readonly inside: Inside;
  readonly clock: Clock;
  readonly note: (text: string) => void;
  /** Addresses of the nodes, by name. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** The compiler asks for an answer to each new verb; a journal of another version may name one that is not here. */
const verbs: Readonly<Record<NodeVerb['name'], true>> = { 'drop-traffic': true };

/** Whether it can be done in a node. */
export function supportsVerb(verb: NodeVerb): boolean {
  return Object.hasOwn(verbs, verb.name);
}

const proofWithinMs = 15_000;

/** An act on a node, ready to be done, proven and undone. */
export function nodeInjection(access: NodeAccess, action: NodeAction): Injection {
  const { node, verb } = action;
  const tag = tagOf(action);
  const { firewall } = access.inside;
  return {
    inject: async (signal, note) => {
      const proof = await lookBefore(access, action, signal);
      await firewall.drop(node, tag, dropOf(verb.peers), signal);
      // The call has returned, and with it the rules are in force: there is nobody else to say "injected".
      note('applied');
      note('injected');
      note('proved', await lookAfter(access, proof, () => firewall.counts(node, tag, signal), signal));
    },
    heal: async (signal, note) => {
      note('healing');
      const left = await firewall.undrop(node, tag, signal);
      if (left.trim() !== '') throw notUndone(node, left);
      note('healed');
      note('gone');
    },
  };
}

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

/** Takes out every rule of ours in a node, whichever run made it. Throws HarnessError('not-healed') when some stay. */
export async function sweepNode({ firewall }: Inside, node: string, signal: AbortSignal): Promise<void> {
  const left = await firewall.undrop(node, undefined, signal);
  if (left.trim() !== '') throw notUndone(node, left);
}

interface Sighting {
  readonly paths: CutPaths;
  readonly tried: number;
  readonly open: readonly Path[];
}

async function lookBefore(access: NodeAccess, action: NodeAction, signal: AbortSignal): Promise<Sighting> {
  const own = access.addresses.get(action.node);
  const isNode = ({ name }: { name: string }): boolean => own !== undefined && access.addresses.has(name);
  const paths = cutPaths(action, own ?? '', isNode);
  const all = [...paths.out, ...paths.back];
  try {
    const reached = await access.inside.tryPaths(all, signal);
    return { paths, tried: all.length, open: all.filter((_, index) => reached[index] === 'open') };
  } catch (error) {
    access.note(`before ${action.verb.name} on ${action.node}: ${messageOf(error)}`);
    return { paths, tried: all.length, open: [] };
  }
}

async function lookAfter(
  access: NodeAccess,
  { paths, tried, open }: Sighting,
  count: () => Promise<DropCounts>,
  signal: AbortSignal,
): Promise<ProofRecord> {
  const until = access.clock.now() + proofWithinMs;
  for (;;) {
    let record: ProofRecord;
    try {
      const reached = await access.inside.tryPaths([...open, paths.control], signal);
      const dropped = await count();
      record = judgeNodeCut({ tried, after: reached.slice(0, -1), control: reached.at(-1) ?? 'unknown', dropped });
    } catch (error) {
      record = { status: 'unproven', detail: `the connections could not be tried: ${messageOf(error)}` };
    }
    if (record.status === 'proven' || signal.aborted || access.clock.now() > until) return record;
    await access.clock.sleep(500, signal);
  }
}

function notUndone(node: string, left: string): HarnessError {
  return new HarnessError('not-healed', `rules of the harness stay in ${node}: ${left.trim()}`, {
    hint: 'Run: npm run chaos -- recover',
  });
}
