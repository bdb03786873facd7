import type { StoredObject } from '../../store/object.ts';
import type { Experiment } from '../experiment.ts';

/** Schedule. */
export interface Schedule extends StoredObject {
  readonly spec: {
    readonly schedule: string;
    readonly type: string;
    readonly concurrencyPolicy?: 'Forbid' | 'Allow';
    readonly historyLimit?: number;
    readonly startingDeadlineSeconds?: number;
    /** What is made each time: `podChaos`, `networkChaos` and so on, by its type. */
    readonly [block: string]: unknown;
  };
  readonly status?: {
    readonly time?: string | null;
    readonly active?: readonly {
      readonly apiVersion: string;
      readonly kind: string;
      readonly name: string;
      readonly namespace: string;
      readonly resourceVersion: string;
      readonly uid: string;
    }[];
  };
}

const pauseAnnotation = 'experiment.chaos-mesh.org/pause';

export function isPaused({ metadata }: StoredObject): boolean {
  return metadata.annotations?.[pauseAnnotation] === 'true';
}

/** The part of a Schedule, or of a template, that holds what a kind is to be. */
export function blockName(kind: string): string {
  const special: Readonly<Record<string, string>> = {
    DNSChaos: 'dnsChaos',
    HTTPChaos: 'httpChaos',
    IOChaos: 'ioChaos',
    Workflow: 'workflow',
  };
  return special[kind] ?? kind.slice(0, 1).toLowerCase() + kind.slice(1);
}

/** Plural of a kind that a Schedule or a Workflow makes. */
export function pluralOf(kind: string): string {
  return kind === 'Workflow' || kind === 'Schedule' ? `${kind.toLowerCase()}s` : kind.toLowerCase();
}

/** What a Schedule made, in the order of their names. */
export function childrenOf(schedule: Schedule, all: Iterable<StoredObject>): readonly Experiment[] {
  const own = [...all].filter(
    ({ kind, metadata }) =>
      kind === schedule.spec.type &&
      metadata.namespace === schedule.metadata.namespace &&
      metadata.labels?.['managed-by'] === schedule.metadata.name,
  );
  return (own as Experiment[]).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** The body that pauses an object, or lets it go on. */
export function pausedBody(paused: boolean): object {
  return { metadata: { annotations: { [pauseAnnotation]: paused ? 'true' : null } } };
}
