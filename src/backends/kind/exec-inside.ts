import { askInNodes } from './inside/ask.ts';
import { balancerAdmin } from './inside/balancer.ts';
import { kubeadmCertificates } from './inside/certificates.ts';
import { nodeComponents } from './inside/components.ts';
import { netemDelays } from './inside/delays.ts';
import { kubeadmEtcd } from './inside/etcd.ts';
import { iptablesFirewall } from './inside/firewall.ts';
import { systemdJobs } from './inside/jobs.ts';
import { containerMachines } from './inside/machines.ts';
import { processorWeight } from './inside/processor-weight.ts';
import type { Runtime, Shell } from './inside/shell.ts';
import { tracesIn } from './inside/traces.ts';
import { execInNode, runtime } from './runtime.ts';
import { inPodNetwork, tryPaths } from '../kube/connect.ts';
import type { Inside } from '../kube/inside.ts';
import type { NodeExec } from '../kube/node-exec.ts';
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

/** The inside of the kind cluster that this machine's container runtime runs. */
export function kindInside(): Inside {
  return execInside(execInNode, runtime);
}

/** The inside of a cluster whose nodes run commands: bash, iptables, curl, ctr, systemd, as kind's have them. */
function execInside(exec: NodeExec, container: Runtime): Inside {
  const shell: Shell = async (node, script, signal, timeoutMs = execTimeoutMs) =>
    (await exec(node, ['sh', '-c', script], { signal, timeoutMs })).stdout;
  const weight = processorWeight(container);
  return {
    ask: (calls, signal) => askInNodes(shell, calls, signal),
    components: nodeComponents(shell),
    machines: containerMachines(container),
    balancer: balancerAdmin(exec, shell),
    jobs: systemdJobs(shell),
    etcd: kubeadmEtcd(shell, container),
    certificates: kubeadmCertificates(shell),
    delays: netemDelays(shell),
    traces: async (node, signal) => {
      const traces = await tracesIn(shell, node, signal);
      return (await weight.givesWay(node, signal)) ? [...traces, 'the least share of the processors'] : traces;
    },
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
    firewall: iptablesFirewall(shell, weight),
  };
}
