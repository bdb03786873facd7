import type { StoredObject } from '../../store/object.ts';
import type { Column } from '../resources.ts';
import { between, type TableOf } from './table.ts';

type Counts = Readonly<Record<string, number | undefined>>;

const column = (name: string): Column => ({ name, type: 'string' });
const spec = (object: StoredObject): Counts => (object['spec'] ?? {}) as Counts;
const status = (object: StoredObject): Counts => (object['status'] ?? {}) as Counts;

const readyOf = (one: StoredObject): string => `${status(one)['readyReplicas'] ?? 0}/${spec(one)['replicas'] ?? 0}`;

/** The tables of the kinds that make pods. */
export const workloads: Readonly<Record<string, TableOf>> = {
  Deployment: between([column('Ready'), column('Up-to-date'), column('Available')], (one) => [
    readyOf(one),
    status(one)['updatedReplicas'] ?? 0,
    status(one)['availableReplicas'] ?? 0,
  ]),
  ReplicaSet: between([column('Desired'), column('Current'), column('Ready')], (one) => [
    spec(one)['replicas'] ?? 0,
    status(one)['replicas'] ?? 0,
    status(one)['readyReplicas'] ?? 0,
  ]),
  StatefulSet: between([column('Ready')], (one) => [readyOf(one)]),
  DaemonSet: between(['Desired', 'Current', 'Ready', 'Up-to-date', 'Available'].map(column), (one) =>
    [
      'desiredNumberScheduled',
      'currentNumberScheduled',
      'numberReady',
      'updatedNumberScheduled',
      'numberAvailable',
    ].map((key) => status(one)[key] ?? 0),
  ),
  Job: between([column('Status'), column('Completions')], (one) => [
    (status(one)['succeeded'] ?? 0) >= (spec(one)['completions'] ?? 1) ? 'Complete' : 'Running',
    `${status(one)['succeeded'] ?? 0}/${spec(one)['completions'] ?? 1}`,
  ]),
  HorizontalPodAutoscaler: between([column('MinPods'), column('MaxPods'), column('Replicas')], (one) => [
    spec(one)['minReplicas'] ?? 1,
    spec(one)['maxReplicas'] ?? 0,
    status(one)['currentReplicas'] ?? 0,
  ]),
};
