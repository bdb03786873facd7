// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosCondition, ExperimentStatus } from './common.ts';

/** A StressChaos object. */
export interface StressChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'StressChaos';
  readonly metadata: ObjectMeta;
  readonly spec: StressChaosSpec;
  readonly status?: StressChaosStatus;
}

/** `StressChaos.spec`. */
export type StressChaosSpec = PodSelection & {
  readonly containerNames?: readonly string[];
  readonly duration?: GoDuration;
  readonly remoteCluster?: string;
  readonly stressngStressors?: string;
  readonly stressors: StressChaosStressors;
};

/** `StressChaos.spec.stressors`. */
export interface StressChaosStressors {
  readonly cpu?: StressChaosStressorsCpu;
  readonly memory?: StressChaosStressorsMemory;
}

/** `StressChaos.spec.stressors.cpu`. */
export interface StressChaosStressorsCpu {
  readonly load?: number;
  readonly options?: readonly string[];
  readonly workers: number;
}

/** `StressChaos.spec.stressors.memory`. */
export interface StressChaosStressorsMemory {
  readonly oomScoreAdj?: number;
  readonly options?: readonly string[];
  readonly size?: string;
  readonly workers: number;
}

/** `StressChaos.status`. */
export interface StressChaosStatus {
  readonly conditions?: readonly ChaosCondition[];
  readonly experiment: ExperimentStatus;
  readonly instances?: Readonly<Record<string, StressChaosStatusInstance>>;
}

/** `StressChaos.status.instances{}`. */
export interface StressChaosStatusInstance {
  readonly memoryStartTime?: string;
  readonly memoryUid?: string;
  readonly startTime?: string;
  readonly uid?: string;
}
