/** How the elements of a list are told apart when two versions of it are merged. */
export interface ListRule {
  /** Strategic merge patch: one key (the API's `patchMergeKey`). Undefined: primitives, told apart by value. */
  readonly patchKey: string | undefined;
  /** Server-side apply: all keys (`x-kubernetes-list-map-keys`); empty: a set of primitives. */
  readonly keys: readonly string[];
}

const by = (patchKey: string, ...more: readonly string[]): ListRule => ({ patchKey, keys: [patchKey, ...more] });
const set: ListRule = { patchKey: undefined, keys: [] };

/** `Type.field` of the lists that are merged (k8s.io/api: `patchStrategy`, `listType`, `listMapKey`). All others are replaced whole. */
const rules: Readonly<Record<string, ListRule | undefined>> = {
  'V1ObjectMeta.ownerReferences': by('uid'),
  'V1ObjectMeta.finalizers': set,
  'V1PodSpec.containers': by('name'),
  'V1PodSpec.initContainers': by('name'),
  'V1PodSpec.ephemeralContainers': by('name'),
  'V1PodSpec.volumes': by('name'),
  'V1PodSpec.imagePullSecrets': by('name'),
  'V1PodSpec.hostAliases': by('ip'),
  'V1PodSpec.topologySpreadConstraints': by('topologyKey', 'whenUnsatisfiable'),
  'V1PodSpec.schedulingGates': by('name'),
  'V1PodSpec.resourceClaims': by('name'),
  'V1PodStatus.conditions': by('type'),
  'V1PodStatus.podIPs': by('ip'),
  'V1PodStatus.hostIPs': by('ip'),
  'V1PodStatus.resourceClaimStatuses': by('name'),
  'V1ServiceAccount.secrets': by('name'),
  'V1ServiceSpec.ports': by('port', 'protocol'),
  'V1NodeSpec.podCIDRs': set,
  'V1NodeStatus.addresses': by('type'),
  'V1HTTPIngressRuleValue.paths': { patchKey: undefined, keys: ['path'] },
  ...Object.fromEntries(
    ['V1Container', 'V1EphemeralContainer'].flatMap((type) => [
      [`${type}.ports`, by('containerPort', 'protocol')],
      [`${type}.env`, by('name')],
      [`${type}.volumeMounts`, by('mountPath')],
      [`${type}.volumeDevices`, by('devicePath')],
    ]),
  ),
  'V1ResourceRequirements.claims': { patchKey: undefined, keys: ['name'] },
  ...Object.fromEntries(
    ['V1MutatingWebhookConfiguration', 'V1ValidatingWebhookConfiguration'].map((type) => [
      `${type}.webhooks`,
      by('name'),
    ]),
  ),
};

const conditions = by('type');

/** How a list field of a built-in type is merged; undefined: it is replaced whole. */
export function listRule(type: string, field: string): ListRule | undefined {
  if (field === 'conditions' && type.endsWith('Status')) return conditions;
  return rules[`${type}.${field}`];
}

const atomicTypes = new Set([
  'V1LabelSelector',
  'V1ObjectReference',
  'V1LocalObjectReference',
  'V1SecretReference',
  'V1ConfigMapKeySelector',
  'V1SecretKeySelector',
  'V1ObjectFieldSelector',
  'V1ResourceFieldSelector',
  'V1NodeSelector',
  'V1NodeSelectorTerm',
  'V1TopologySelectorTerm',
  'V1TypedLocalObjectReference',
  'V1CrossVersionObjectReference',
]);

/** Whether server-side apply takes a struct or map for one value (`x-kubernetes-map-type: atomic`). */
export function isAtomic(type: string, field: string, fieldOf: string): boolean {
  return atomicTypes.has(fieldOf) || (field === 'selector' && type === 'V1ServiceSpec') || field === 'nodeSelector';
}

/** The two values of which an absent key is taken for its default when elements are told apart. */
export function keyValue(element: Readonly<Record<string, unknown>>, key: string): unknown {
  return element[key] ?? (key === 'protocol' ? 'TCP' : undefined);
}
