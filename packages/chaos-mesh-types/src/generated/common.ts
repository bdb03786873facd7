// Generated from crds/ by `npm run generate`. Do not edit.
/** `AWSChaos.status`. */
export interface ChaosStatus {
  readonly conditions?: readonly ChaosCondition[];
  readonly experiment?: ExperimentStatus;
}

/** `AWSChaos.status.conditions[]`. */
export interface ChaosCondition {
  readonly reason?: string;
  readonly status: 'True' | 'False';
  readonly type: 'Selected' | 'AllInjected' | 'AllRecovered' | 'Paused';
}

/** `AWSChaos.status.experiment`. */
export interface ExperimentStatus {
  readonly containerRecords?: readonly ChaosRecord[];
  readonly desiredPhase?: 'Run' | 'Stop';
}

/** `AWSChaos.status.experiment.containerRecords[]`. */
export interface ChaosRecord {
  readonly events?: readonly ChaosRecordEvent[];
  readonly id: string;
  readonly injectedCount: number;
  readonly phase: 'Not Injected' | 'Not Injected/Wait' | 'Injected' | 'Injected/Wait';
  readonly recoveredCount: number;
  readonly selectorKey: string;
}

/** `AWSChaos.status.experiment.containerRecords[].events[]`. */
export interface ChaosRecordEvent {
  readonly message?: string;
  readonly operation: 'Apply' | 'Recover';
  readonly timestamp: string;
  readonly type: 'Succeeded' | 'Failed';
}

/** `BlockChaos.spec.selector`. */
export interface PodSelector {
  readonly annotationSelectors?: Readonly<Record<string, string>>;
  readonly expressionSelectors?: readonly ExpressionSelector[];
  readonly fieldSelectors?: Readonly<Record<string, string>>;
  readonly labelSelectors?: Readonly<Record<string, string>>;
  readonly namespaces?: readonly string[];
  readonly nodeSelectors?: Readonly<Record<string, string>>;
  readonly nodes?: readonly string[];
  readonly podPhaseSelectors?: readonly string[];
  readonly pods?: Readonly<Record<string, readonly string[]>>;
}

/** `BlockChaos.spec.selector.expressionSelectors[]`. */
export interface ExpressionSelector {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

/** `HTTPChaos.status`. */
export interface InstancedChaosStatus {
  readonly conditions?: readonly ChaosCondition[];
  readonly experiment: ExperimentStatus;
  readonly instances?: Readonly<Record<string, number>>;
}

/** `PhysicalMachineChaos.spec.selector`. */
export interface PhysicalMachineSelector {
  readonly annotationSelectors?: Readonly<Record<string, string>>;
  readonly expressionSelectors?: readonly ExpressionSelector[];
  readonly fieldSelectors?: Readonly<Record<string, string>>;
  readonly labelSelectors?: Readonly<Record<string, string>>;
  readonly namespaces?: readonly string[];
  readonly physicalMachines?: Readonly<Record<string, readonly string[]>>;
}
