import { sameJson } from '../api/merge.ts';
import type { StoredObject } from '../store/object.ts';

/** Chaos Mesh's objects as its controller reads them: whatever the admission lets through. */
export interface Selector {
  readonly namespaces?: readonly string[];
  readonly labelSelectors?: Readonly<Record<string, string>>;
  readonly annotationSelectors?: Readonly<Record<string, string>>;
  readonly fieldSelectors?: Readonly<Record<string, string>>;
  readonly expressionSelectors?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
  readonly nodes?: readonly string[];
  readonly nodeSelectors?: Readonly<Record<string, string>>;
  readonly pods?: Readonly<Record<string, readonly string[]>>;
  readonly podPhaseSelectors?: readonly string[];
}

/** Which pods, and how many of them. */
export interface PodSelection {
  readonly mode: string;
  readonly value?: string;
  readonly selector: Selector;
}

export interface ChaosSpec extends PodSelection {
  readonly action: string;
  readonly duration?: string;
  readonly containerNames?: readonly string[];
  readonly gracePeriod?: number;
  readonly direction?: 'to' | 'from' | 'both';
  readonly target?: PodSelection;
  readonly externalTargets?: readonly string[];
  /** StressChaos. */
  readonly stressors?: {
    readonly cpu?: { readonly workers: number; readonly load?: number };
    readonly memory?: { readonly workers: number; readonly size?: string };
  };
  readonly stressngStressors?: string;
  /** TimeChaos. */
  readonly timeOffset?: string;
  readonly clockIds?: readonly string[];
  /** DNSChaos. */
  readonly patterns?: readonly string[];
  /** IOChaos. */
  readonly volumePath?: string;
  readonly path?: string;
  readonly methods?: readonly string[];
  readonly percent?: number;
  readonly errno?: number;
  readonly attr?: Readonly<Record<string, unknown>>;
  readonly mistake?: Readonly<Record<string, unknown>>;
  /** IOChaos and HTTPChaos: a duration; NetworkChaos: an object. */
  readonly delay?: unknown;
}

/** What an HTTPChaos says beside the selection; its `target` is a word. */
export interface HttpChaosSpec {
  readonly target: 'Request' | 'Response';
  readonly port: number;
  readonly path?: string;
  readonly method?: string;
  readonly code?: number;
  readonly request_headers?: Readonly<Record<string, string>>;
  readonly response_headers?: Readonly<Record<string, string>>;
  readonly abort?: boolean;
  readonly delay?: string;
  readonly replace?: HttpReplace;
  readonly patch?: HttpPatch;
  readonly tls?: object;
}

export interface HttpReplace {
  readonly path?: string;
  readonly method?: string;
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly queries?: Readonly<Record<string, string>>;
  /** In base64, as JSON has bytes. */
  readonly body?: string;
}

export interface HttpPatch {
  readonly body?: { readonly type: string; readonly value: string };
  readonly headers?: readonly (readonly [string, string])[];
  readonly queries?: readonly (readonly [string, string])[];
}

export type RecordPhase = 'Not Injected' | 'Not Injected/Wait' | 'Injected' | 'Injected/Wait';

/** What was done to one target. */
export interface ChaosRecord {
  readonly id: string;
  readonly selectorKey: string;
  readonly phase: RecordPhase;
  readonly injectedCount: number;
  readonly recoveredCount: number;
  readonly events?: readonly RecordEvent[];
}

export interface RecordEvent {
  readonly type: 'Succeeded' | 'Failed';
  readonly operation: 'Apply' | 'Recover';
  readonly message?: string;
  readonly timestamp: string;
}

export interface ChaosCondition {
  readonly type: 'Selected' | 'AllInjected' | 'AllRecovered' | 'Paused';
  readonly status: 'True' | 'False';
}

/** An experiment of any kind. */
export interface Experiment extends StoredObject {
  readonly spec: ChaosSpec;
  readonly status?: {
    readonly conditions?: readonly ChaosCondition[];
    readonly experiment?: {
      readonly desiredPhase?: 'Run' | 'Stop';
      readonly containerRecords?: readonly ChaosRecord[];
    };
    /** By record: the generation of the helper object that it waits for; StressChaos: its processes. */
    readonly instances?: Readonly<Record<string, unknown>>;
  };
}

/** Whether an update tells no more than what was tried in vain: the controller does not look at it again for that. */
export function onlyEventsDiffer(before: Experiment, after: Experiment): boolean {
  const { metadata } = after;
  const same = (part: 'finalizers' | 'annotations' | 'deletionTimestamp'): boolean =>
    sameJson(before.metadata[part], metadata[part]);
  if (!same('finalizers') || !same('annotations') || !same('deletionTimestamp')) return false;
  if (sameJson(before.status, after.status)) return false;
  return sameJson(before.spec, after.spec) && sameJson(withoutEvents(before), withoutEvents(after));
}

function withoutEvents({ status }: Experiment): object {
  const records = status?.experiment?.containerRecords ?? [];
  const bare = records.map((record) => ({ ...record, events: undefined }));
  return { ...status, experiment: { ...status?.experiment, containerRecords: bare } };
}

/** Conditions as the records are: they lag behind by one reconciliation, as the real ones do. */
export function conditionsOf(records: readonly ChaosRecord[], paused: boolean): readonly ChaosCondition[] {
  const all = (phase: RecordPhase): boolean => records.length > 0 && records.every((record) => record.phase === phase);
  const say = (holds: boolean): 'True' | 'False' => (holds ? 'True' : 'False');
  return [
    { type: 'Selected', status: say(records.length > 0) },
    { type: 'AllInjected', status: say(all('Injected')) },
    { type: 'AllRecovered', status: say(all('Not Injected')) },
    { type: 'Paused', status: say(paused) },
  ];
}
