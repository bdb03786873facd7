import { inPodNetwork, tryPaths } from '../kube/connect.ts';
import type { Inside } from '../kube/inside.ts';
import type { NodeExec } from '../kube/node-exec.ts';
import {
  addressesScript,
  chainPrefix,
  countScript,
  dropScript,
  readAddresses,
  readCounts,
  undoScript,
} from './drop-traffic.ts';
import { lookInPod } from './look-in-pod.ts';
import { bootedAt, rebootNode } from './node-boot.ts';
import { execServices } from './node-services.ts';
import { execStrains } from './node-strains.ts';

const execTimeoutMs = 20_000;
// The daemon writes with iptables-legacy; the chains stay, empty, as they do after its own recovery.
const emptyChains = [
  ...['iptables-legacy', 'iptables'].map(
    (command) => `for chain in CHAOS-INPUT CHAOS-OUTPUT; do ${command} -w 5 -F "$chain" 2>/dev/null; done`,
  ),
  'tc qdisc del dev eth0 root 2>/dev/null',
].join('; ');

/** The inside of a cluster whose nodes run commands: bash, iptables and ctr, as kind's have them. */
export function execInside(exec: NodeExec): Inside {
  const shell = async (node: string, script: string, signal: AbortSignal): Promise<string> =>
    (await exec(node, ['sh', '-c', script], { signal, timeoutMs: execTimeoutMs })).stdout;
  return {
    tryPaths: (paths, signal) => tryPaths(exec, paths, signal),
    clearPodRules: async ({ node, namespace, name }, signal) => {
      const command = inPodNetwork({ namespace, name }, `sh -c '${emptyChains}; true'`);
      await exec(node, ['bash', '-c', command], { signal, timeoutMs: execTimeoutMs });
    },
    lookFor: (sign, pod, signal) => lookInPod(exec, sign, pod, signal),
    services: execServices(exec),
    strains: execStrains(exec),
    reboot: (node, signal) => rebootNode(exec, node, signal),
    bootedAt: (node, signal) => bootedAt(exec, node, signal),
    firewall: {
      drop: async (node, tag, { ranges, names }, signal) => {
        const resolved = await shell(node, addressesScript(names), signal).then(readAddresses, () => []);
        await shell(node, dropScript(tag, [...ranges, ...resolved]), signal);
      },
      undrop: (node, tag, signal) => shell(node, undoScript(tag), signal),
      counts: async (node, tag, signal) => readCounts(await shell(node, countScript(tag), signal)),
      rules: async (node, signal) => {
        const script = `iptables -w 5 -t mangle -S | grep -e '^-N ${chainPrefix}' || true`;
        return (await shell(node, script, signal)).split('\n').filter((line) => line !== '');
      },
    },
  };
}
