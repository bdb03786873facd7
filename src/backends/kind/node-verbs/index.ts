import type { Clock } from '../../../base/clock.ts';
import type { NodeAction, NodeVerb } from '../../../core/action.ts';
import type { Injection } from '../../../core/cluster.ts';
import { HarnessError, messageOf } from '../../../core/errors.ts';
import type { ProofRecord } from '../../../core/timeline.ts';
import { type Path, tryPaths } from '../../kube/connect.ts';
import type { NodeExec } from '../../kube/node-exec.ts';
import { type CutPaths, cutPaths, judgeNodeCut } from './cut-proof.ts';
import {
  addressesScript,
  chainPrefix,
  countScript,
  dropScript,
  readAddresses,
  readCounts,
  tagOf,
  undoScript,
} from './drop-traffic.ts';

/** What acting on nodes needs: the container runtime only, so that it works while the API is down. */
export interface NodeAccess {
  readonly exec: NodeExec;
  readonly clock: Clock;
  readonly note: (text: string) => void;
  /** Addresses of the nodes, by name. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** The compiler asks for an answer to each new verb; a journal of another version may name one that is not here. */
const verbs: Readonly<Record<NodeVerb['name'], true>> = { 'drop-traffic': true };

/** Whether this backend can do it in a node. */
export function supportsVerb(verb: NodeVerb): boolean {
  return Object.hasOwn(verbs, verb.name);
}

const execTimeoutMs = 20_000;
const proofWithinMs = 15_000;

/** An act on a node, ready to be done, proven and undone. */
export function nodeInjection(access: NodeAccess, action: NodeAction): Injection {
  const { node, verb } = action;
  const tag = tagOf(action);
  const shell = (script: string, signal: AbortSignal): Promise<string> =>
    access.exec(node, ['sh', '-c', script], { signal, timeoutMs: execTimeoutMs }).then(({ stdout }) => stdout);
  return {
    inject: async (signal, note) => {
      const proof = await lookBefore(access, action, signal);
      const names = verb.peers.map(({ name }) => name);
      const resolved = await shell(addressesScript(names), signal).then(readAddresses, () => []);
      const ranges = verb.peers.flatMap(({ address, cidrs }) => [address, ...cidrs]);
      await shell(dropScript(tag, [...ranges, ...resolved]), signal);
      // The command has returned, and with it the rules are in force: there is nobody else to say "injected".
      note('applied');
      note('injected');
      note('proved', await lookAfter(access, proof, () => shell(countScript(tag), signal), signal));
    },
    heal: async (signal, note) => {
      note('healing');
      const left = await shell(undoScript(tag), signal);
      if (left.trim() !== '') throw notUndone(node, left);
      note('healed');
      note('gone');
    },
  };
}

/** Takes out every rule of ours in a node, whichever run made it. Throws HarnessError('not-healed') when some stay. */
export async function sweepNode(exec: NodeExec, node: string, signal: AbortSignal): Promise<void> {
  const { stdout } = await exec(node, ['sh', '-c', undoScript()], { signal, timeoutMs: execTimeoutMs });
  if (stdout.trim() !== '') throw notUndone(node, stdout);
}

/** The rules of ours in a node, of any run. */
export async function nodeRules(exec: NodeExec, node: string, signal: AbortSignal): Promise<readonly string[]> {
  const script = `iptables -w 5 -t mangle -S | grep -e '^-N ${chainPrefix}' || true`;
  const { stdout } = await exec(node, ['sh', '-c', script], { signal, timeoutMs: execTimeoutMs });
  return stdout.split('\n').filter((line) => line !== '');
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
    const reached = await tryPaths(access.exec, all, signal);
    return { paths, tried: all.length, open: all.filter((_, index) => reached[index] === 'open') };
  } catch (error) {
    access.note(`before ${action.verb.name} on ${action.node}: ${messageOf(error)}`);
    return { paths, tried: all.length, open: [] };
  }
}

async function lookAfter(
  access: NodeAccess,
  { paths, tried, open }: Sighting,
  count: () => Promise<string>,
  signal: AbortSignal,
): Promise<ProofRecord> {
  const until = access.clock.now() + proofWithinMs;
  for (;;) {
    let record: ProofRecord;
    try {
      const reached = await tryPaths(access.exec, [...open, paths.control], signal);
      const dropped = readCounts(await count());
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
