/** A column of a table beyond the name and the age. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date' | 'boolean' | 'number';
  /** 0: always shown; above: with `-o wide`. */
  readonly priority?: number;
  /** Where the value is; only resources of a CustomResourceDefinition say it so. */
  readonly path?: string;
}

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
  readonly categories?: readonly string[];
  /** What else can be done to one object: name of the subresource and the kind that is posted. */
  readonly actions?: Readonly<Record<string, string>>;
  /** The type of its objects in `types/fields.json`; undefined for resources of a CustomResourceDefinition. */
  readonly model?: string;
  /** Under whose id it is stored, where the same objects are served by two groups. */
  readonly storedAs?: string;
  /** The definition's OpenAPI schema and columns. */
  readonly custom?: { readonly schema: unknown; readonly columns: readonly Column[] };
}

/** `pods`, `deployments.apps`: what a resource is called in messages. */
export function resourceId({ plural, group }: Pick<Resource, 'plural' | 'group'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** `v1`, `apps/v1`. */
export function groupVersionOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

const resource = (group: string, plural: string, kind: string, more: Partial<Resource> = {}): Resource => ({
  group,
  version: 'v1',
  plural,
  kind,
  namespaced: true,
  status: true,
  model: `V1${kind}`,
  ...more,
});
const global = { namespaced: false } as const;
const plain = { status: false } as const;
const all = ['all'];

/** Where CustomResourceDefinitions are stored. */
export const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

/** What there is before anybody adds a CustomResourceDefinition. */
export const builtIn: readonly Resource[] = [
  resource('', 'namespaces', 'Namespace', { ...global, shortNames: ['ns'], actions: { finalize: 'Namespace' } }),
  resource('', 'nodes', 'Node', { ...global, shortNames: ['no'] }),
  resource('', 'pods', 'Pod', {
    shortNames: ['po'],
    categories: all,
    actions: { binding: 'Binding', eviction: 'Eviction', log: 'Pod' },
  }),
  resource('', 'services', 'Service', { shortNames: ['svc'], categories: all }),
  resource('', 'endpoints', 'Endpoints', { ...plain, shortNames: ['ep'] }),
  resource('', 'configmaps', 'ConfigMap', { ...plain, shortNames: ['cm'] }),
  resource('', 'secrets', 'Secret', plain),
  resource('', 'serviceaccounts', 'ServiceAccount', { ...plain, shortNames: ['sa'] }),
  resource('', 'events', 'Event', { ...plain, shortNames: ['ev'], model: 'CoreV1Event' }),
  resource('', 'persistentvolumes', 'PersistentVolume', { ...global, shortNames: ['pv'] }),
  resource('', 'persistentvolumeclaims', 'PersistentVolumeClaim', { shortNames: ['pvc'] }),
  resource('', 'replicationcontrollers', 'ReplicationController', { scale: true, shortNames: ['rc'], categories: all }),
  resource('', 'resourcequotas', 'ResourceQuota', { shortNames: ['quota'] }),
  resource('', 'limitranges', 'LimitRange', { ...plain, shortNames: ['limits'] }),
  resource('apps', 'deployments', 'Deployment', { scale: true, shortNames: ['deploy'], categories: all }),
  resource('apps', 'replicasets', 'ReplicaSet', { scale: true, shortNames: ['rs'], categories: all }),
  resource('apps', 'statefulsets', 'StatefulSet', { scale: true, shortNames: ['sts'], categories: all }),
  resource('apps', 'daemonsets', 'DaemonSet', { shortNames: ['ds'], categories: all }),
  resource('apps', 'controllerrevisions', 'ControllerRevision', plain),
  resource('batch', 'jobs', 'Job', { categories: all }),
  resource('batch', 'cronjobs', 'CronJob', { shortNames: ['cj'], categories: all }),
  resource('autoscaling', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler', {
    version: 'v2',
    model: 'V2HorizontalPodAutoscaler',
    shortNames: ['hpa'],
    categories: all,
  }),
  resource('coordination.k8s.io', 'leases', 'Lease', plain),
  resource('discovery.k8s.io', 'endpointslices', 'EndpointSlice', plain),
  resource('events.k8s.io', 'events', 'Event', {
    ...plain,
    shortNames: ['ev'],
    model: 'EventsV1Event',
    storedAs: 'events',
  }),
  resource('policy', 'poddisruptionbudgets', 'PodDisruptionBudget', { shortNames: ['pdb'] }),
  resource('networking.k8s.io', 'ingresses', 'Ingress', { shortNames: ['ing'] }),
  resource('networking.k8s.io', 'ingressclasses', 'IngressClass', { ...global, ...plain }),
  resource('networking.k8s.io', 'networkpolicies', 'NetworkPolicy', { ...plain, shortNames: ['netpol'] }),
  resource('rbac.authorization.k8s.io', 'roles', 'Role', plain),
  resource('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding', plain),
  resource('rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole', { ...global, ...plain }),
  resource('rbac.authorization.k8s.io', 'clusterrolebindings', 'ClusterRoleBinding', { ...global, ...plain }),
  resource('storage.k8s.io', 'storageclasses', 'StorageClass', { ...global, ...plain, shortNames: ['sc'] }),
  resource('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', { ...global, ...plain, shortNames: ['pc'] }),
  resource('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', {
    ...global,
    ...plain,
  }),
  resource('admissionregistration.k8s.io', 'validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', {
    ...global,
    ...plain,
  }),
  resource('apiextensions.k8s.io', 'customresourcedefinitions', 'CustomResourceDefinition', {
    ...global,
    shortNames: ['crd', 'crds'],
  }),
];

const byPath = new Map(builtIn.map((one) => [`${groupVersionOf(one)}/${one.plural}`, one]));

/** The built-in resource of a group, version and plural. */
export function builtInAt(groupVersion: string, plural: string): Resource | undefined {
  return byPath.get(`${groupVersion}/${plural}`);
}
