/** A kind of object that the API serves. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Whether `/status` is a resource of its own; Chaos Mesh's experiments have none. */
  readonly status: boolean;
  readonly scale?: true;
  readonly shortNames?: readonly string[];
}

/** `pods`, `deployments.apps`: what a resource is called in the store and in messages. */
export function resourceId({ plural, group }: Pick<Resource, 'plural' | 'group'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

const resource = (group: string, plural: string, kind: string, more: Partial<Resource> = {}): Resource => ({
  group,
  version: group === 'chaos-mesh.org' ? 'v1alpha1' : 'v1',
  plural,
  kind,
  namespaced: true,
  status: true,
  ...more,
});
const global = { namespaced: false } as const;
const experiment = (plural: string, kind: string): Resource =>
  resource('chaos-mesh.org', plural, kind, { status: false });

/** What there is before anybody adds a CustomResourceDefinition. */
export const builtIn: readonly Resource[] = [
  resource('', 'namespaces', 'Namespace', { ...global, shortNames: ['ns'] }),
  resource('', 'nodes', 'Node', { ...global, shortNames: ['no'] }),
  resource('', 'pods', 'Pod', { shortNames: ['po'] }),
  resource('', 'services', 'Service', { shortNames: ['svc'] }),
  resource('', 'configmaps', 'ConfigMap', { status: false, shortNames: ['cm'] }),
  resource('', 'secrets', 'Secret', { status: false }),
  resource('', 'serviceaccounts', 'ServiceAccount', { status: false, shortNames: ['sa'] }),
  resource('', 'events', 'Event', { status: false, shortNames: ['ev'] }),
  resource('apps', 'deployments', 'Deployment', { scale: true, shortNames: ['deploy'] }),
  resource('apps', 'replicasets', 'ReplicaSet', { scale: true, shortNames: ['rs'] }),
  resource('apps', 'statefulsets', 'StatefulSet', { scale: true, shortNames: ['sts'] }),
  resource('apps', 'daemonsets', 'DaemonSet', { shortNames: ['ds'] }),
  resource('batch', 'jobs', 'Job'),
  resource('coordination.k8s.io', 'leases', 'Lease', { status: false }),
  resource('discovery.k8s.io', 'endpointslices', 'EndpointSlice', { status: false }),
  resource('policy', 'poddisruptionbudgets', 'PodDisruptionBudget', { shortNames: ['pdb'] }),
  experiment('podchaos', 'PodChaos'),
  experiment('networkchaos', 'NetworkChaos'),
  resource('chaos-mesh.org', 'podnetworkchaos', 'PodNetworkChaos'),
];
