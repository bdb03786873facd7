import { parseAllDocuments, parseDocument } from 'yaml';
import { type ClusterOverrides, overridesOfFlags } from '../../../core/cluster-params/index.ts';

interface KindConfig {
  readonly kubeadmConfigPatches?: readonly string[];
  readonly nodes?: readonly { readonly role?: string; readonly labels?: Readonly<Record<string, string>> }[];
}
type Args = Readonly<Record<string, string>>;
interface ClusterConfiguration {
  readonly kind?: string;
  readonly etcd?: { readonly local?: { readonly extraArgs?: Args } };
  readonly apiServer?: { readonly extraArgs?: Args };
  readonly controllerManager?: { readonly extraArgs?: Args };
  readonly scheduler?: { readonly extraArgs?: Args };
}

/** What a kind cluster configuration says of a cluster, as a scenario would write it: a rehearsal begins with the real one's settings. */
export function readKindConfig(text: string): ClusterOverrides {
  const config = parseDocument(text).toJS() as KindConfig;
  const patches = (config.kubeadmConfigPatches ?? []).flatMap((patch) => {
    const documents = parseAllDocuments(patch);
    return (Array.isArray(documents) ? documents : []).map((document) => document.toJS() as ClusterConfiguration);
  });
  const cluster = patches.filter(({ kind }) => kind === 'ClusterConfiguration');
  const args = (pick: (one: ClusterConfiguration) => Args | undefined): Args =>
    Object.assign({}, ...cluster.map((one) => pick(one) ?? {})) as Args;
  return {
    ...shapeOf(config.nodes ?? []),
    etcd: overridesOfFlags(
      'etcd',
      args(({ etcd }) => etcd?.local?.extraArgs),
    ),
    apiserver: overridesOfFlags(
      'apiserver',
      args(({ apiServer }) => apiServer?.extraArgs),
    ),
    controllerManager: overridesOfFlags(
      'controllerManager',
      args(({ controllerManager }) => controllerManager?.extraArgs),
    ),
    scheduler: overridesOfFlags(
      'scheduler',
      args(({ scheduler }) => scheduler?.extraArgs),
    ),
  };
}

function shapeOf(nodes: NonNullable<KindConfig['nodes']>): ClusterOverrides {
  const zones = new Set(nodes.flatMap(({ labels }) => labels?.['topology.kubernetes.io/zone'] ?? [])).size;
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane').length;
  if (zones === 0 || controlPlanes === 0) return {};
  return { zones, controlPlanes, nodesPerZone: Math.max(1, Math.floor((nodes.length - controlPlanes) / zones)) };
}
