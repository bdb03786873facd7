import { type ClusterOverrides, overridesOfFlags } from '../core/cluster-params/index.ts';
import type { RunReport } from '../core/report.ts';

/** The simulation's name of each component whose flags a report has. */
const componentOf = {
  etcd: 'etcd',
  'kube-apiserver': 'apiserver',
  'kube-controller-manager': 'controllerManager',
  'kube-scheduler': 'scheduler',
} as const;

/**
 * The cluster that a run ran on, as `spec.cluster` of a scenario would say it: its shape, the flags that the report has, and
 * what its versions have by default. What the report does not tell is left out, a flag that differs between nodes as well.
 */
export function clusterOfRun({ topology, versions }: Pick<RunReport, 'topology' | 'versions'>): ClusterOverrides {
  const components = Object.entries(componentOf).map(([flagged, name]) => {
    const prefix = `${flagged}.`;
    const args = Object.entries(topology.flags)
      .filter(([flag, value]) => flag.startsWith(prefix) && !value.includes(', '))
      .map(([flag, value]) => [flag.slice(prefix.length), value] as const);
    return [name, { ...versionDefaults(versions)[name], ...overridesOfFlags(name, Object.fromEntries(args)) }] as const;
  });
  return {
    ...shapeOf(topology),
    ...Object.fromEntries(components.filter(([, settings]) => Object.keys(settings).length > 0)),
    ...balancerOf(versions['loadBalancer'] ?? ''),
    ...dnsOf(topology),
    ...(minorOf(versions) < 33 ? { kubelet: { controlPlaneLocalMode: false } } : {}),
  };
}

function shapeOf({ nodes, zones: { length } }: RunReport['topology']): ClusterOverrides {
  if (nodes.length === 0) return {};
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane').length;
  const zones = Math.max(1, length);
  const nodesPerZone = Math.max(1, Math.round((nodes.length - controlPlanes) / zones));
  return { zones, controlPlanes: Math.max(1, controlPlanes), nodesPerZone };
}

function dnsOf({ nameServers }: RunReport['topology']): ClusterOverrides {
  if (nameServers === undefined) return {};
  return { dns: { replicas: nameServers.length, spread: new Set(nameServers).size > 1 } };
}

/** Overrides as settings for people, and for `--set cluster.…`. */
export function settingsText(cluster: ClusterOverrides): readonly string[] {
  return Object.entries(cluster).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, set]) => `${name}.${key}=${String(set)}`)
      : [`${name}=${String(value)}`],
  );
}

/**
 * A grace period of 40 s up to 1.31, 50 s from 1.32 on (kubernetes #126287); etcd's client of 3.6 from 1.34 on, which
 * is taken for the one that asks again (measured: 1.33 does not, 1.36 does).
 */
function versionDefaults(versions: RunReport['versions']): Readonly<Record<string, ClusterOverrides>> {
  const minor = minorOf(versions);
  return {
    ...(minor < 32 ? { controllerManager: { nodeMonitorGracePeriod: '40s' } } : {}),
    ...(minor < 34 ? { apiserver: { etcdRetries: false } } : {}),
  };
}

function minorOf(versions: RunReport['versions']): number {
  return Number(/^v?1\.(\d+)/.exec(versions['kubernetes'] ?? '')?.[1] ?? Infinity);
}

function balancerOf(image: string): ClusterOverrides {
  const flavour = /haproxy|envoy/i.exec(image)?.[0].toLowerCase();
  return flavour === undefined ? {} : { loadBalancer: { flavour } };
}
