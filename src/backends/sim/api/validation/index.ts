import type { StoredObject } from '../../store/object.ts';
import type { Resource } from '../resources.ts';
import { type Cause, forbidden, invalid, required, unsupported } from '../status.ts';
import { sameJson } from '../merge.ts';
import { objectSelector } from '../selector.ts';
import { labelsCauses, nameCauses } from './names.ts';
import { podCauses, podUpdateCauses } from './pod.ts';
import { schemaCauses } from './schema.ts';
import { serviceCauses, serviceUpdateCauses } from './service.ts';
import { textOf } from '../types/tree.ts';

type Json = Readonly<Record<string, unknown>>;

/** Everything that is wrong with an object as it stands. */
export function causesOf(object: StoredObject, resource: Resource): readonly Cause[] {
  const { metadata } = object;
  const meta = [...nameCauses(resource, metadata.name), ...labelsCauses('metadata.labels', metadata.labels)];
  if (resource.custom !== undefined) return [...meta, ...schemaCauses(object, resource.custom.schema)];
  return [...meta, ...(kinds[resource.kind]?.(object, (object['spec'] ?? {}) as Json) ?? [])];
}

/** What an update may not do. */
export function updateCauses(before: StoredObject, after: StoredObject, { kind, custom }: Resource): readonly Cause[] {
  const own = custom === undefined ? (updates[kind]?.(before, after) ?? []) : [];
  const { deletionTimestamp, finalizers = [] } = before.metadata;
  if (deletionTimestamp === undefined) return own;
  const added = (after.metadata.finalizers ?? []).filter((one) => !finalizers.includes(one));
  if (added.length === 0) return own;
  const list = `[]string{${added.map((one) => JSON.stringify(one)).join(', ')}}`;
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [...own, forbidden('metadata.finalizers', why)];
}

const negative = (field: string, value: unknown): readonly Cause[] =>
  typeof value === 'number' && value < 0 ? [invalid(field, value, 'must be greater than or equal to 0')] : [];

function workload(_: StoredObject, spec: Json): readonly Cause[] {
  const template = (spec['template'] ?? {}) as { readonly metadata?: StoredObject['metadata']; readonly spec?: Json };
  const labels = template.metadata?.labels ?? {};
  const selector = spec['selector'] as Json | undefined;
  const selected = selector === undefined || objectSelector(selector)(labels);
  const empty = selector !== undefined && Object.keys(selector).length === 0;
  return [
    ...negative('spec.replicas', spec['replicas']),
    ...(selector === undefined ? [required('spec.selector')] : []),
    ...(empty ? [{ ...invalid('spec.selector', selector, 'empty selector is invalid for deployment') }] : []),
    ...(selected
      ? []
      : [badValue('spec.template.metadata.labels', goMap(labels), '`selector` does not match template `labels`')]),
    ...podCauses(template.spec ?? {}, 'spec.template.spec'),
  ];
}

/** An invalid value in the words that Go has for it. */
function badValue(field: string, shown: string, why: string): Cause {
  return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${shown}: ${why}` };
}

function goMap(labels: Readonly<Record<string, string>>): string {
  return `map[string]string{${Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)
    .join(', ')}}`;
}

function always(object: StoredObject, spec: Json): readonly Cause[] {
  const policy = (spec['template'] as { readonly spec?: Json } | undefined)?.spec?.['restartPolicy'];
  const wrong = policy !== undefined && policy !== 'Always';
  return [
    ...workload(object, spec),
    ...(wrong ? [unsupported('spec.template.spec.restartPolicy', policy, ['Always'])] : []),
  ];
}

function job(_: StoredObject, spec: Json): readonly Cause[] {
  const template = (spec['template'] ?? {}) as { readonly spec?: Json };
  const policy = template.spec?.['restartPolicy'];
  const bad = policy !== 'OnFailure' && policy !== 'Never';
  return [
    ...['parallelism', 'completions', 'backoffLimit'].flatMap((field) => negative(`spec.${field}`, spec[field])),
    ...podCauses(template.spec ?? {}, 'spec.template.spec'),
    ...(bad ? [unsupported('spec.template.spec.restartPolicy', policy, ['OnFailure', 'Never'])] : []),
  ];
}

const kinds: Readonly<Record<string, ((object: StoredObject, spec: Json) => readonly Cause[]) | undefined>> = {
  Pod: (_, spec) => podCauses(spec, 'spec'),
  Service: (_, spec) => serviceCauses(spec),
  Deployment: always,
  ReplicaSet: always,
  StatefulSet: always,
  DaemonSet: always,
  Job: job,
  Lease: (_, spec) => {
    const duration = spec['leaseDurationSeconds'];
    const wrong = typeof duration === 'number' && duration <= 0;
    return wrong ? [invalid('spec.leaseDurationSeconds', duration, 'must be greater than 0')] : [];
  },
  PodDisruptionBudget: (_, spec) =>
    spec['minAvailable'] !== undefined && spec['maxUnavailable'] !== undefined
      ? [invalid('spec', spec, 'minAvailable and maxUnavailable cannot be both set')]
      : [],
  HorizontalPodAutoscaler: (_, spec) => {
    const [least, most] = [Number(spec['minReplicas']), Number(spec['maxReplicas'] ?? 0)];
    if (most < 1) return [invalid('spec.maxReplicas', most, 'must be greater than 0')];
    return most < least ? [invalid('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')] : [];
  },
  CustomResourceDefinition: ({ metadata }, spec) => {
    const plural = textOf(((spec['names'] ?? {}) as Json)['plural']);
    const wanted = `${plural}.${textOf(spec['group'])}`;
    return metadata.name === wanted
      ? []
      : [invalid('metadata.name', metadata.name, 'must be spec.names.plural+"."+spec.group')];
  },
};

const specOf = (object: StoredObject): Json => (object['spec'] ?? {}) as Json;

/** `spec.selector` of what makes pods never changes: its pods would be lost to it. */
function sameSelector(before: StoredObject, after: StoredObject): readonly Cause[] {
  const selector = specOf(after)['selector'] as { readonly matchLabels?: Readonly<Record<string, string>> } | undefined;
  if (selector === undefined || sameJson(specOf(before)['selector'], selector)) return [];
  const shown = `v1.LabelSelector{MatchLabels:${goMap(selector.matchLabels ?? {})}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}`;
  return [badValue('spec.selector', shown, 'field is immutable')];
}

function configMapUpdate(before: StoredObject, after: StoredObject): readonly Cause[] {
  if (before['immutable'] !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  return ['data', 'binaryData', 'immutable'].flatMap((field) =>
    sameJson(before[field], after[field]) ? [] : [forbidden(field, why)],
  );
}

const statefulFields = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
  'revisionHistoryLimit',
];

function statefulUpdate(before: StoredObject, after: StoredObject): readonly Cause[] {
  const fixed = (object: StoredObject): Json =>
    Object.fromEntries(Object.entries(specOf(object)).filter(([key]) => !statefulFields.includes(key)));
  if (sameJson(fixed(before), fixed(after))) return [];
  const why =
    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
  return [forbidden('spec', why)];
}

const updates: Readonly<Record<string, ((before: StoredObject, after: StoredObject) => readonly Cause[]) | undefined>> =
  {
    Pod: podUpdateCauses,
    Service: serviceUpdateCauses,
    Deployment: sameSelector,
    ReplicaSet: sameSelector,
    DaemonSet: sameSelector,
    StatefulSet: statefulUpdate,
    ConfigMap: configMapUpdate,
    Secret: (before, after) => [
      ...configMapUpdate(before, after),
      ...(before['type'] === after['type'] ? [] : [invalid('type', after['type'], 'field is immutable')]),
    ],
    Job: (before, after) =>
      sameJson(specOf(before)['template'], specOf(after)['template'])
        ? []
        : [invalid('spec.template', specOf(after)['template'], 'field is immutable')],
  };
