import type { Path, Reach } from '../kube/connect.ts';
import type { Drop, Inside } from '../kube/inside.ts';
import { hasExpired, setExpired } from './apiserver/certificate.ts';
import { chaosTag } from './chaos-mesh/daemon-acts/set-rules.ts';
import type { Process } from './engine/process.ts';
import { simAsk } from './inside/ask.ts';
import { simBalancer } from './inside/balancer.ts';
import { simComponents } from './inside/components.ts';
import { simDelays } from './inside/delays.ts';
import { simEtcd } from './inside/etcd.ts';
import { simJobs } from './inside/jobs.ts';
import { simMachines } from './inside/machines.ts';
import { manifestsOf } from './kubelet/manifests.ts';
import { lookInPod } from './look-in-pod.ts';
import type { Interface } from './network/network.ts';
import { hostOf, simServices, simStrains } from './sim-node.ts';
import type { NodePlace, World } from './world.ts';

const connectMs = 2000;

/** Names of the harness's own rule sets in a node. */
const ownTag = 'AFTERSHOCK-';

/** What can be done inside simulated machines: the same that commands do in real ones. */
export function simInside(world: World, operator: Process): Inside {
  const nodeOf = (name: string): NodePlace => {
    const node = world.nodes.get(name);
    if (node?.machine.on !== true) throw new Error(`${name} is no running node`);
    return node;
  };
  const machines = simMachines(world);
  const jobs = simJobs(world, nodeOf);
  const components = simComponents(nodeOf);
  const strains = simStrains(world);
  return {
    ask: simAsk(world, operator),
    components,
    machines,
    balancer: simBalancer(world, operator),
    jobs,
    etcd: simEtcd(world, operator),
    certificates: {
      expire: async (node) => setExpired(nodeOf(node).machine, true),
      restore: async (node) => setExpired(nodeOf(node).machine, false),
      isSwapped: async (node) => hasExpired(nodeOf(node).machine),
    },
    delays: simDelays(world, operator, nodeOf),
    traces: async (name, signal) => {
      const node = nodeOf(name);
      return [...tracesOf(world, node, await jobs.running(name, signal)), ...hostTraces(world, name, strains)];
    },
    tryPaths: (paths) => Promise.all(paths.map((path) => tryPath(world, operator, path))),
    clearPodRules: async ({ node, namespace, name }) => {
      const sandbox = nodeOf(node).runtime.sandbox(namespace, name);
      if (sandbox !== undefined) world.network.shape(sandbox, []);
      const filter = sandbox?.filter;
      for (const tag of filter?.tags() ?? []) if (tag.startsWith(chaosTag)) filter?.clear(tag);
    },
    lookFor: (sign, pod) => lookInPod(world, operator, sign, pod),
    services: simServices(world),
    strains,
    reboot: async (node) => {
      const host = hostOf(world, node);
      host.powerOff();
      host.powerOn();
    },
    bootedAt: async (node) => hostOf(world, node).bootedAt(),
    firewall: simFirewall(world, nodeOf),
  };
}

function simFirewall(world: World, nodeOf: (name: string) => NodePlace): Inside['firewall'] {
  const addressesOf = (name: string): readonly string[] => {
    if (name === world.balancer.name) return [world.balancer.on.address];
    const node = world.nodes.get(name);
    return node === undefined ? [] : [node.on.address];
  };
  // What the nodes of a zone drop together is resolved once.
  const resolved = new WeakMap<Drop, readonly string[]>();
  return {
    drop: async (node, tag, drop) => {
      const { direction = 'both', ports } = drop;
      const all = resolved.get(drop) ?? [...new Set([...drop.ranges, ...drop.names.flatMap(addressesOf)])];
      resolved.set(drop, all);
      const hooks = (['in', 'out'] as const).filter((hook) => direction === 'both' || direction === hook);
      const filter = world.network.filterOf(nodeOf(node).machine);
      filter.set(
        ownTag + tag,
        hooks.map((hook) => ({ hook, ranges: all, ...(ports === undefined ? {} : { ports }) })),
      );
    },
    undrop: async (node, tag) => {
      const filter = world.network.filterOf(nodeOf(node).machine);
      for (const known of filter.tags()) if (known.startsWith(ownTag + (tag ?? ''))) filter.clear(known);
      return '';
    },
    counts: async (node, tag) => world.network.filterOf(nodeOf(node).machine).dropped(ownTag + tag),
    rules: async (node) =>
      world.network
        .filterOf(nodeOf(node).machine)
        .tags()
        .filter((tag) => tag.startsWith(ownTag)),
  };
}

/** What any run left in a node that runs. */
function tracesOf({ network, etcd }: World, node: NodePlace, jobs: readonly string[]): readonly string[] {
  const { machine, runtime, controlPlane } = node;
  const dropping = network
    .filterOf(machine)
    .tags()
    .some((tag) => tag.startsWith(ownTag));
  const frozen = runtime.containers().filter(({ process }) => process.frozen);
  return [
    ...(dropping ? ['rules that drop traffic'] : []),
    ...frozen.map(({ name }) => `a stopped process of ${name}`),
    ...manifestsOf(machine)
      .asides()
      .map((component) => `the manifest of ${component} out of place`),
    ...(hasExpired(machine) ? ['an expired certificate of the apiserver'] : []),
    ...(network.delayOf(machine) === undefined ? [] : ['a queue that delays traffic']),
    ...jobs.map((tag) => `the program ${tag}`),
    ...(controlPlane && etcd.operator.alarm() ? ["etcd's alarm NOSPACE"] : []),
  ];
}

/** What any run left of a node's services. */
function hostTraces(world: World, node: string, strains: ReturnType<typeof simStrains>): readonly string[] {
  const { containerd, kubelet } = hostOf(world, node).lives();
  return [
    ...(containerd === undefined ? ['a stopped containerd'] : []),
    ...(kubelet === undefined ? ['a stopped kubelet'] : []),
    ...(strains.isStrained(node) ? ['programs that use it up'] : []),
  ];
}

/** A TCP connection from a node or a pod, tried for 2 s, by nobody's process but the operator's. */
function tryPath(world: World, operator: Process, { node, pod, address, port }: Path): Promise<Reach> {
  const place = world.nodes.get(node);
  const from: Interface | undefined = pod === undefined ? place?.on : place?.runtime.sandbox(pod.namespace, pod.name);
  if (place === undefined || from === undefined) return Promise.resolve('unknown');
  // The kubelet listens on every node; loopback is the node itself.
  const to = { address: address === '127.0.0.1' ? place.on.address : address, port };
  return new Promise((resolve) => {
    const socket = world.network.dial(operator, from, to, () => {
      limit();
      socket.close();
      resolve('open');
    });
    const limit = operator.after(connectMs, () => {
      socket.close();
      resolve('silent');
    });
    socket.onEnd = () => {
      limit();
      resolve('refused');
    };
  });
}
