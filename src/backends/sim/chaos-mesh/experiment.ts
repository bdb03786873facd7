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
    /** NetworkChaos: the generation of the PodNetworkChaos that a record waits for. */
    readonly instances?: Readonly<Record<string, number>>;
  };
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
