import type { NodeLoad } from '../../core/node-verb.ts';
import type { NodeServices, NodeStrains } from '../kube/inside.ts';
import type { NodeHost } from './kubelet/host.ts';
import type { World } from './world.ts';

const tagged = 'AFTERSHOCK-';

/** The host of a node that has power. Throws for one that has none, as a command in it would fail. */
export function hostOf({ hosts, nodes }: World, node: string): NodeHost {
  const host = hosts.get(node);
  if (host === undefined || nodes.get(node)?.machine.on !== true) throw new Error(`${node} is no running node`);
  return host;
}

/** The services of simulated nodes. */
export function simServices(world: World): NodeServices {
  return {
    stop: async (node, service) => {
      const host = hostOf(world, node);
      if (service === 'kubelet') host.stopKubelet();
      else host.stopContainerd();
    },
    start: async (node, service) => {
      const host = hostOf(world, node);
      if (service === 'kubelet') host.startKubelet();
      else host.startContainerd();
    },
    kill: async (node, service) => {
      const host = hostOf(world, node);
      if (service === 'kubelet') host.killKubelet();
      else host.killContainerd();
    },
    process: async (node, service) => {
      const host = hostOf(world, node);
      return host.lives()[service];
    },
  };
}

/** Strains of simulated nodes, and whether there is any in one. */
interface SimStrains extends NodeStrains {
  readonly isStrained: (node: string) => boolean;
}

/** Strains of simulated nodes; each ends by itself when its time is over. */
export function simStrains(world: World): SimStrains {
  const ends = new Map<string, () => void>();
  const endOf = (node: string, tag: string): void => {
    ends.get(`${node} ${tag}`)?.();
    ends.delete(`${node} ${tag}`);
    hostOf(world, node).strain.end(tagged + tag);
  };
  const tagsOf = (node: string): readonly string[] => [...ends.keys()].filter((key) => key.startsWith(`${node} `));
  return {
    isStrained: (node) => tagsOf(node).length > 0,
    begin: async (node, tag, { load, forMs }) => {
      endOf(node, tag);
      const { agenda } = world;
      apply(world, node, tagged + tag, load);
      ends.set(
        `${node} ${tag}`,
        agenda.at(agenda.now() + forMs, () => {
          ends.delete(`${node} ${tag}`);
          world.hosts.get(node)?.strain.end(tagged + tag);
        }),
      );
    },
    amount: async (node, tag, load) => amountOf(world, node, tagged + tag, load),
    end: async (node, tag) => {
      const own = tag === undefined ? tagsOf(node) : [`${node} ${tag}`];
      for (const key of own) endOf(node, key.slice(node.length + 1));
      return '';
    },
  };
}

function apply(world: World, node: string, who: string, load: NodeLoad): void {
  const { strain } = hostOf(world, node);
  switch (load.kind) {
    case 'cpu':
    case 'disk-writes':
      // What writes without pause keeps a processor busy; that the disk’s time is short is not simulated.
      strain.cpu(who, load.workers);
      return;
    case 'memory':
      strain.memory(who, load.bytes);
      return;
    case 'disk-room': {
      const { disk } = machineOf(world, node);
      strain.disk(who, Math.max(0, disk.total * (1 - load.leave) - disk.used()));
      return;
    }
    case 'pids':
      strain.pids(who, load.count);
  }
}

function amountOf(world: World, node: string, who: string, load: NodeLoad): number {
  const { strain } = hostOf(world, node);
  const held = strain.of(who);
  switch (load.kind) {
    case 'cpu':
    case 'disk-writes':
      return held.threads;
    case 'memory':
      return held.memory;
    case 'disk-room': {
      const { disk } = machineOf(world, node);
      return 1 - disk.used() / disk.total;
    }
    case 'pids':
      return held.pids;
  }
}

function machineOf({ nodes }: World, node: string): NonNullable<ReturnType<World['nodes']['get']>>['machine'] {
  const place = nodes.get(node);
  if (place === undefined) throw new Error(`${node} is no node`);
  return place.machine;
}
