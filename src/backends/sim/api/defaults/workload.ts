import type { StoredObject } from '../../store/object.ts';
import { type Json, over } from './over.ts';
import { templateDefaults } from './pod.ts';

/** Specs of the kinds that make pods, with their defaults; undefined for other kinds. */
export function workloadDefaults(kind: string, spec: Json): Json | undefined {
  const defaults = specs[kind];
  if (defaults === undefined) return undefined;
  const made = defaults(spec);
  const template = made['template'] as { readonly spec?: Json } | undefined;
  if (template?.spec === undefined) return made;
  const own = templateDefaults(template.spec);
  return own === template.spec ? made : { ...made, template: { ...template, spec: own } };
}

const rolling =
  (defaults: Json) =>
  (strategy: Json | undefined): Json => {
    const made = over({ type: 'RollingUpdate' }, strategy ?? {});
    if (made['type'] !== 'RollingUpdate') return made;
    return { ...made, rollingUpdate: over(defaults, (made['rollingUpdate'] ?? {}) as Json) };
  };
const deploymentStrategy = rolling({ maxSurge: '25%', maxUnavailable: '25%' });
const daemonStrategy = rolling({ maxSurge: 0, maxUnavailable: 1 });
const statefulStrategy = rolling({ partition: 0 });

const specs: Readonly<Record<string, ((spec: Json) => Json) | undefined>> = {
  Deployment: (spec) => ({
    ...over({ replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 }, spec),
    strategy: deploymentStrategy(spec['strategy'] as Json | undefined),
  }),
  ReplicaSet: (spec) => over({ replicas: 1 }, spec),
  ReplicationController: (spec) => over({ replicas: 1 }, spec),
  StatefulSet: (spec) => ({
    ...over({ replicas: 1, revisionHistoryLimit: 10, podManagementPolicy: 'OrderedReady', serviceName: '' }, spec),
    updateStrategy: statefulStrategy(spec['updateStrategy'] as Json | undefined),
  }),
  DaemonSet: (spec) => ({
    ...over({ revisionHistoryLimit: 10 }, spec),
    updateStrategy: daemonStrategy(spec['updateStrategy'] as Json | undefined),
  }),
  Job: jobDefaults,
  CronJob: (spec) =>
    over(
      { concurrencyPolicy: 'Allow', suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 },
      spec,
    ),
};

function jobDefaults(spec: Json): Json {
  const single = spec['completions'] === undefined && spec['parallelism'] === undefined;
  return over(
    {
      ...(single ? { completions: 1 } : {}),
      parallelism: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      manualSelector: false,
      podReplacementPolicy: 'TerminatingOrFailed',
    },
    spec,
  );
}

/** A new job is told from others by its uid: its selector and its pods' labels have it. */
export function newJob(object: StoredObject): StoredObject {
  const spec = object['spec'] as Json & { readonly template: { readonly metadata?: { readonly labels?: object } } };
  if (spec['selector'] !== undefined) return object;
  const { uid, name } = object.metadata;
  const own = { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name };
  const old = { 'controller-uid': uid, 'job-name': name };
  const labels = { ...spec.template.metadata?.labels, ...own, ...old };
  return {
    ...object,
    spec: {
      ...spec,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}
