import { asideFolder } from './components.ts';
import { keptCertificate } from './certificates.ts';
import { delayedScript } from './delays.ts';
import { runningScript } from './jobs.ts';
import { etcdctl } from './etcd.ts';
import { chainPrefix } from '../drop-traffic.ts';
import { strainPattern } from '../node-strains.ts';
import type { Shell } from './shell.ts';

/** Prints a line for everything of the harness's that is in a node; asked once, because each look costs a process. */
const tracesScript = `iptables -w 5 -t mangle -S 2>/dev/null | grep -q -e '^-N ${chainPrefix}' && echo 'rules that drop traffic'
for file in ${asideFolder}/*.yaml; do [ -e "$file" ] && echo "the manifest of $(basename "$file" .yaml) out of place"; done
[ -e ${keptCertificate} ] && echo 'an expired certificate of the apiserver'
[ "$(${delayedScript})" = yes ] && echo 'a queue that delays traffic'
command -v systemctl >/dev/null && for unit in $(${runningScript}); do echo "the program $unit"; done
command -v systemctl >/dev/null && for unit in containerd kubelet; do [ "$(systemctl is-active $unit)" = inactive ] && echo "a stopped $unit"; done
pgrep -f '${strainPattern}' >/dev/null && echo 'programs that use it up'
for name in kube-apiserver etcd kube-scheduler kube-controller; do
  for pid in $(pgrep "^$name" 2>/dev/null); do grep -q '^State:.T' /proc/$pid/status && echo "a stopped process of $name"; done
done
[ -e /etc/kubernetes/manifests/etcd.yaml ] && ${etcdctl('alarm list 2>/dev/null')} | grep -o 'alarm:.*' | sed "s/^alarm:/etcd's alarm /"
true`;

/** What the script printed. */
export async function tracesIn(shell: Shell, node: string, signal: AbortSignal): Promise<readonly string[]> {
  const lines = (await shell(node, tracesScript, signal)).split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
