import type { Component } from '../../../core/node-verb.ts';
import type { Components } from '../../kube/inside.ts';
import { manifestsOf } from '../kubelet/manifests.ts';
import type { RunningContainer } from '../kubelet/runtime.ts';
import type { NodePlace } from '../world.ts';

const killed = 137;

/** Static pods, by their nodes' runtimes and folders. */
export function simComponents(nodeOf: (name: string) => NodePlace): Components {
  const containers = (node: string, component: Component): readonly RunningContainer[] =>
    nodeOf(node)
      .runtime.containers()
      .filter(({ namespace, name }) => namespace === 'kube-system' && name === component);
  return {
    look: async (node, component) => {
      const found = containers(node, component);
      const aside = manifestsOf(nodeOf(node).machine).isAside(component);
      return {
        id: found[0]?.id,
        suspended: found.some(({ process }) => process.frozen),
        listed: nodeOf(node).controlPlane && !aside,
        aside,
      };
    },
    suspend: async (node, component) => {
      for (const { process } of containers(node, component)) process.freeze();
    },
    resume: async (node, component) => {
      for (const { process } of containers(node, component)) process.thaw();
    },
    terminate: async (node, component) => {
      for (const { process } of containers(node, component)) process.terminate();
    },
    kill: async (node, component) => {
      for (const { process } of containers(node, component)) process.exit(killed);
    },
    unlist: async (node, component) => manifestsOf(nodeOf(node).machine).move(component, true),
    relist: async (node, component) => manifestsOf(nodeOf(node).machine).move(component, false),
  };
}
