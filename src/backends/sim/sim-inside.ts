import type { Path, Reach } from '../kube/connect.ts';
import type { Drop, Inside } from '../kube/inside.ts';
import { chaosTag } from './chaos-mesh/daemon-acts/set-rules.ts';
import type { Process } from './engine/process.ts';
import type { Interface } from './network/network.ts';
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
  const addressesOf = (name: string): readonly string[] => {
    if (name === world.balancer.name) return [world.balancer.on.address];
    const node = world.nodes.get(name);
    return node === undefined ? [] : [node.on.address];
  };
  // What the nodes of a zone drop together is resolved once.
  const resolved = new WeakMap<Drop, readonly string[]>();
  return {
    tryPaths: (paths) => Promise.all(paths.map((path) => tryPath(world, operator, path))),
    clearPodRules: async ({ node, namespace, name }) => {
      const sandbox = nodeOf(node).runtime.sandbox(namespace, name);
      if (sandbox !== undefined) world.network.shape(sandbox, []);
      const filter = sandbox?.filter;
      for (const tag of filter?.tags() ?? []) if (tag.startsWith(chaosTag)) filter?.clear(tag);
    },
    firewall: {
      drop: async (node, tag, drop) => {
        const all = resolved.get(drop) ?? [...new Set([...drop.ranges, ...drop.names.flatMap(addressesOf)])];
        resolved.set(drop, all);
        const hooks = ['in', 'out'] as const;
        const filter = world.network.filterOf(nodeOf(node).machine);
        filter.set(
          ownTag + tag,
          hooks.map((hook) => ({ hook, ranges: all })),
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
    },
  };
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
