import { quote, type NodeExec } from './node-exec.ts';

/** A TCP connection to try from inside the cluster. */
export interface Path {
  readonly node: string;
  /** From this pod's network; undefined: from the node's own. */
  readonly pod?: { readonly namespace: string; readonly name: string };
  readonly address: string;
  readonly port: number;
}

/** `silent`: no answer at all, as behind a dropped packet; a refusal is an answer. `unknown`: it could not be tried. */
export type Reach = 'open' | 'refused' | 'silent' | 'unknown';

const connectSeconds = 2;
const execTimeoutMs = 15_000;

/** Tries all paths at the same time, through the container runtime, which no partition inside the cluster cuts. */
export async function tryPaths(exec: NodeExec, paths: readonly Path[], signal: AbortSignal): Promise<readonly Reach[]> {
  const reached = new Map<Path, Reach>();
  await Promise.all(
    [...new Set(paths.map(({ node }) => node))].map(async (node) => {
      const here = paths.filter((path) => path.node === node);
      const argv = ['bash', '-c', connectScript(here)];
      const { stdout } = await exec(node, argv, { signal, timeoutMs: execTimeoutMs });
      readReach(stdout).forEach((reach, index) => {
        const path = here[index];
        if (path !== undefined) reached.set(path, reach);
      });
    }),
  );
  return paths.map((path) => reached.get(path) ?? 'unknown');
}

/** A bash script that prints `<index> <exit status of the try>` for each path, or `<index> none` where the pod runs no more. */
export function connectScript(paths: readonly Path[]): string {
  const tries = paths.map(({ pod, address, port }, index) => {
    const connect = `timeout ${connectSeconds} bash -c ${quote(`</dev/tcp/${address}/${port}`)} 2>/dev/null`;
    if (pod === undefined) return `(${connect}; echo "${index} $?") &`;
    const find = `pid=$(pod_pid ${quote(pod.namespace)} ${quote(pod.name)})`;
    return `(${find}; [ -n "$pid" ] || { echo "${index} none"; exit; }; nsenter -t "$pid" -n ${connect}; echo "${index} $?") &`;
  });
  const helper = paths.some(({ pod }) => pod !== undefined) ? [findPid] : [];
  return [...helper, ...tries, 'wait'].join('\n');
}

// Every container of a pod shares its network; ctr is in every kind node, crictl is not in all.
const findPid = `tasks=$(ctr -n k8s.io task ls)
pod_pid() {
  for id in $(ctr -n k8s.io containers ls -q "labels.\\"io.kubernetes.pod.namespace\\"==$1,labels.\\"io.kubernetes.pod.name\\"==$2"); do
    echo "$tasks" | awk -v id="$id" '$1 == id && $3 == "RUNNING" { print $2 }'
  done | head -n 1
}`;

/** A bash script that runs a command in a pod's network; does nothing when the pod does not run here. */
export function inPodNetwork(pod: { readonly namespace: string; readonly name: string }, command: string): string {
  const find = `pid=$(pod_pid ${quote(pod.namespace)} ${quote(pod.name)})`;
  return [findPid, find, `[ -z "$pid" ] || nsenter -t "$pid" -n ${command}`].join('\n');
}

/** What the script printed, by index. */
export function readReach(stdout: string): ReadonlyMap<number, Reach> {
  return new Map(
    [...stdout.matchAll(/^(\d+) (\d+|none)$/gm)].map(([, index, status]) => [Number(index), reachOf(status ?? 'none')]),
  );
}

function reachOf(status: string): Reach {
  if (status === 'none') return 'unknown';
  return status === '0' ? 'open' : status === '124' ? 'silent' : 'refused';
}
