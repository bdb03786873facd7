import type { Sign, SignedPod } from '../../core/action.ts';
import type { SignSeen } from '../kube/inside.ts';
import { type NodeExec, quote } from '../kube/node-exec.ts';
import { dnsQuery, readAnswers } from './dns-query.ts';

const execTimeoutMs = 20_000;
const tryS = 10;
/** What an answer may differ from what is expected and still count: a second is all that a Date tells. */
const clockToleranceMs = 3000;

/** Looks for a sign in a pod of a node, once, with what every kind node has: bash, ctr, nsenter, tc. */
export async function lookInPod(exec: NodeExec, sign: Sign, pod: SignedPod, signal: AbortSignal): Promise<SignSeen> {
  const script = lookScript(sign, pod);
  const { stdout } = await exec(pod.node, ['bash', '-c', script], { signal, timeoutMs: execTimeoutMs });
  return readLook(sign, stdout);
}

const readTry = `timeout ${tryS} head -c 1 "$file" >/dev/null 2>&1`;
const writeTry = `timeout ${tryS} sh -c 'head -c 4096 /dev/zero >"$1"' sh "$file" 2>/dev/null`;

/** The script that looks; `readLook` reads what it prints. */
function lookScript(sign: Sign, pod: SignedPod): string {
  switch (sign.kind) {
    case 'processes':
      return `${containerId(pod)}
for file in $(grep -l "$id" /proc/[0-9]*/cgroup 2>/dev/null); do cat "\${file%cgroup}comm" 2>/dev/null; done; true`;
    case 'clock':
      return request(pod.ip, sign.port, '/');
    case 'http':
      return request(pod.ip, sign.port, sign.path);
    case 'file':
      return `${containerPid(pod)}
file="/proc/$pid/root"${quote(sign.path)}
start=$(date +%s%3N)
${sign.expect === 'full' ? writeTry : readTry}
echo "tried $?"; echo "ms $(( $(date +%s%3N) - start ))"${sign.expect === 'full' ? '; rm -f "$file" 2>/dev/null; true' : ''}`;
    case 'name':
      return `${containerPid(pod)}
asked=$(awk '/^nameserver/ { print $2; exit }' "/proc/$pid/root/etc/resolv.conf")
cluster=$(awk '/^clusterDNS:/ { getline; print $2; exit }' /var/lib/kubelet/config.yaml)
ask() { nsenter -t "$pid" -n timeout 4 bash -c 'exec 3<>/dev/udp/'"$1"'/53; printf '${quote(dnsQuery(sign.name))}' >&3; dd bs=512 count=1 <&3 2>/dev/null' | od -An -v -tx1 | tr -d ' \\n'; }
echo "pod $(ask "$asked")"; echo "cluster $(ask "$cluster")"`;
    case 'queue':
      return `${containerPid(pod)}
nsenter -t "$pid" -n tc qdisc show`;
  }
}

type Reader<K extends Sign['kind']> = (sign: Extract<Sign, { readonly kind: K }>, stdout: string) => SignSeen;

const readers: { readonly [K in Sign['kind']]: Reader<K> } = {
  processes: ({ names }, stdout) => {
    const running = stdout.split('\n').filter((line) => names.some((name) => line.startsWith(name)));
    return { there: running.length > 0, detail: `${running.length} processes of ${names.join(', ')}` };
  },
  clock: ({ offMs }, stdout) => readClock(offMs, stdout),
  http: ({ expect }, stdout) => readHttp(expect, stdout),
  file: ({ path, expect }, stdout) => {
    const status = numberAfter('tried', stdout);
    const ms = numberAfter('ms', stdout) ?? 0;
    const failed = status !== undefined && status !== 0 && status !== 124;
    const there = typeof expect === 'object' ? status === 0 && ms >= expect.lateMs : failed;
    return { there, detail: `trying ${path} took ${ms} ms, status ${status ?? '?'}` };
  },
  name: ({ name, expect }, stdout) => {
    const { pod, cluster } = readAnswers(stdout);
    const wrong = expect === 'error' ? pod === undefined : pod !== undefined && pod !== cluster;
    const detail = `${name} is ${pod ?? 'nothing'} in the pod, ${cluster ?? 'nothing'} by the cluster’s DNS`;
    return { there: cluster !== undefined && wrong, detail };
  },
  queue: ({ discipline }, stdout) => {
    const [queue] = stdout.split('\n').filter((line) => line.includes(` ${discipline} `));
    return { there: queue !== undefined, detail: queue?.trim() ?? `no ${discipline} on any interface` };
  },
};

/** What the script printed. */
export function readLook(sign: Sign, stdout: string): SignSeen {
  // The table types each entry by its own kind; here it is any of them.
  const read = readers[sign.kind] as (one: Sign, text: string) => SignSeen;
  return read(sign, stdout);
}

function readClock(offMs: number, stdout: string): SignSeen {
  const date = /^date: (.*)$/im.exec(stdout)?.[1];
  const now = numberAfter('now', stdout);
  if (date === undefined || now === undefined) return { there: false, detail: 'no answer with a Date' };
  const off = Date.parse(date) - now * 1000;
  const there = Math.abs(off - offMs) <= clockToleranceMs;
  return { there, detail: `its clock is off by ${Math.round(off / 1000)} s` };
}

function readHttp(expect: Extract<Sign, { readonly kind: 'http' }>['expect'], stdout: string): SignSeen {
  const status = /^HTTP\/[\d.]+ (\d+)/m.exec(stdout)?.[1];
  const ms = numberAfter('ms', stdout) ?? 0;
  const detail = status === undefined ? `no answer, after ${ms} ms` : `status ${status} after ${ms} ms`;
  if (expect === 'nothing') return { there: status === undefined, detail };
  if ('status' in expect) return { there: Number(status) === expect.status, detail };
  return { there: status !== undefined && ms >= expect.lateMs, detail };
}

function request(ip: string, port: number, path: string): string {
  const words = `GET ${path} HTTP/1.1\\r\\nHost: ${ip}\\r\\nConnection: close\\r\\n\\r\\n`;
  const ask = `exec 3<>/dev/tcp/${ip}/${port}; printf ${quote(words)} >&3; head -c 4000 <&3`;
  return `start=$(date +%s%3N)
answer=$(timeout ${tryS} bash -c ${quote(ask)} 2>/dev/null)
echo "ms $(( $(date +%s%3N) - start ))"; echo "now $(date +%s)"
printf '%s\\n' "$answer" | tr -d '\\r' | grep -i -e '^HTTP/' -e '^date:' || true`;
}

const label = (key: string, value: string): string => `labels."io.kubernetes.${key}"==${value}`;

function containerId({ namespace, pod, container }: SignedPod): string {
  const filter = [label('pod.namespace', namespace), label('pod.name', pod), label('container.name', container)];
  return `running=$(ctr -n k8s.io task ls | awk '$3 == "RUNNING" { print $1 }')
id=$(ctr -n k8s.io containers ls -q ${quote(filter.join(','))} | grep -F -x "$running" | head -n 1)
[ -n "$id" ] || { echo "${namespace}/${pod} does not run here" >&2; exit 1; }`;
}

function containerPid(pod: SignedPod): string {
  return `${containerId(pod)}
pid=$(ctr -n k8s.io task ls | awk -v id="$id" '$1 == id { print $2 }')`;
}

function numberAfter(word: string, stdout: string): number | undefined {
  const found = new RegExp(`^${word} (\\d+)$`, 'm').exec(stdout)?.[1];
  return found === undefined ? undefined : Number(found);
}
