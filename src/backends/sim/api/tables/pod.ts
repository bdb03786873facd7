import type { ContainerStatus, Pod } from '../../objects.ts';
import type { StoredObject } from '../../store/object.ts';
import type { Column } from '../resources.ts';
import { ageOf } from './age.ts';

const wide = (name: string): Column => ({ name, type: 'string', priority: 1 });

/** As `kubectl get pods` shows them. */
export const podColumns: readonly Column[] = [
  { name: 'Name', type: 'string' },
  { name: 'Ready', type: 'string' },
  { name: 'Status', type: 'string' },
  { name: 'Restarts', type: 'string' },
  { name: 'Age', type: 'string' },
  wide('IP'),
  wide('Node'),
  wide('Nominated Node'),
  wide('Readiness Gates'),
];

/** A pod's row. */
export function podCells(object: StoredObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status = {} } = object as Pod;
  const statuses = status.containerStatuses ?? [];
  const ready = statuses.filter((one) => one.ready).length;
  const restarts = statuses.reduce((sum, one) => sum + one.restartCount, 0);
  const lastEnds = statuses.flatMap((one) => (one as Ended).lastState?.terminated?.finishedAt ?? []).sort();
  const last = lastEnds.at(-1);
  return [
    metadata.name,
    `${ready}/${spec.containers.length}`,
    reasonOf(object as Pod),
    restarts > 0 && last !== undefined ? `${restarts} (${ageOf(last, nowMs)} ago)` : String(restarts),
    ageOf(metadata.creationTimestamp, nowMs),
    status.podIP ?? '<none>',
    spec.nodeName ?? '<none>',
    '<none>',
    '<none>',
  ];
}

interface Ended {
  readonly lastState?: { readonly terminated?: { readonly finishedAt: string } };
}

function reasonOf({ metadata, status = {} }: Pod): string {
  const { containerStatuses: statuses = [], phase = 'Unknown' } = status;
  const own = (status as { readonly reason?: string }).reason;
  let reason = own ?? phase;
  for (const one of statuses) reason = stateOf(one) ?? reason;
  if (metadata.deletionTimestamp === undefined) return reason;
  return own === 'NodeLost' ? 'Unknown' : 'Terminating';
}

function stateOf({ state, ready }: ContainerStatus): string | undefined {
  if (state.waiting !== undefined) return state.waiting.reason;
  if (state.terminated !== undefined) return state.terminated.reason;
  return ready ? 'Running' : undefined;
}
