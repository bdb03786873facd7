import type { NodeLoad } from '../../core/node-verb.ts';
import type { NodeStrains } from '../kube/inside.ts';
import type { NodeExec } from '../kube/node-exec.ts';

const execTimeoutMs = 60_000;
/** Where each strain keeps what it is known by: a memory file system, so that a reboot leaves nothing. */
const home = '/run/aftershock-strain';
/** Room is taken on the disk that pods and images lie on. */
const disk = '/var/lib';
/** Every program of a strain is called so, with its tag. */
const programOf = (tag: string): string => `aftershock-strain-${tag}`;

/** Matches the programs of every strain, and not the shell that looks for them. */
export const strainPattern = '[a]ftershock-strain-';

/** Programs in nodes that run bash, each ended by `timeout` when its time is over. */
export function execStrains(exec: NodeExec): NodeStrains {
  const bash = async (node: string, script: string, signal: AbortSignal): Promise<string> =>
    (await exec(node, ['bash', '-c', script], { signal, timeoutMs: execTimeoutMs })).stdout;
  return {
    begin: async (node, tag, { load, forMs }, signal) => {
      await bash(node, beginScript(tag, load, forMs), signal);
    },
    amount: async (node, tag, load, signal) => Number(await bash(node, amountScript(tag, load), signal)),
    end: (node, tag, signal) => bash(node, endScript(tag), signal),
  };
}

/** Starts the programs of a load under a tag; those that there are of it end first. */
function beginScript(tag: string, load: NodeLoad, forMs: number): string {
  const seconds = Math.ceil(forMs / 1000);
  const name = programOf(tag);
  const start = (count: number, body: string): string =>
    `for i in $(seq ${count}); do setsid timeout ${seconds} bash -c '${body}' ${name} >/dev/null 2>&1 </dev/null & done`;
  const files = `mkdir -p ${home}; mountpoint -q ${home} || mount -t tmpfs tmpfs ${home}`;
  const deeds: Readonly<Record<NodeLoad['kind'], () => string>> = {
    cpu: () => start(load.kind === 'cpu' ? load.workers : 0, 'while :; do :; done'),
    memory: () => {
      const mebibytes = Math.ceil((load.kind === 'memory' ? load.bytes : 0) / 2 ** 20);
      return `${files}
mount -o remount,size=${mebibytes + 16}m ${home}
dd if=/dev/zero of=${home}/${tag}.memory bs=1M count=${mebibytes} status=none
${start(1, `sleep ${seconds}; rm -f ${home}/${tag}.memory`)}`;
    },
    'disk-writes': () =>
      start(
        load.kind === 'disk-writes' ? load.workers : 0,
        `while :; do dd if=/dev/zero of=${disk}/${name}.$$ bs=1M count=32 conv=fsync status=none; done`,
      ),
    'disk-room':
      () => `total=$(df --output=size -B1 ${disk} | tail -n 1); free=$(df --output=avail -B1 ${disk} | tail -n 1)
take=$(awk -v t="$total" -v f="$free" 'BEGIN { n = f - t * ${load.kind === 'disk-room' ? load.leave : 1}; print (n > 0) ? int(n) : 0 }')
fallocate -l "$take" ${disk}/${name}.room
${start(1, `sleep ${seconds}; rm -f ${disk}/${name}.room`)}`,
    pids: () => start(load.kind === 'pids' ? load.count : 0, `exec -a ${name} sleep ${seconds}`),
  };
  return `set -e\n${endScript(tag)}\n${deeds[load.kind]()}`;
}

function amountScript(tag: string, load: NodeLoad): string {
  const name = programOf(tag);
  if (load.kind === 'memory') return `stat -c %s ${home}/${tag}.memory 2>/dev/null || echo 0`;
  if (load.kind === 'disk-room') {
    return `df --output=avail,size -B1 ${disk} | awk 'END { print $1 / $2 }'`;
  }
  // Each worker is bash beneath timeout: the one whose parent is timeout is counted.
  const pattern = load.kind === 'pids' ? `^${name} ` : `^bash -c .* ${name}$`;
  return `pgrep -f -c '${pattern}' || true`;
}

/** Ends the programs of a tag, or of every tag, and removes their files; prints what is left of them. */
function endScript(tag?: string): string {
  const name = programOf(tag ?? '');
  const files = `${disk}/${name}* ${home}/${tag ?? '*'}${tag === undefined ? '' : '.memory'}`;
  return `for pid in $(pgrep -f '${name}'); do [ "$pid" = $$ ] || kill -9 "$pid" 2>/dev/null || true; done
rm -f ${files} 2>/dev/null || true
${tag === undefined ? `if mountpoint -q ${home}; then umount ${home}; fi` : ''}`;
}
