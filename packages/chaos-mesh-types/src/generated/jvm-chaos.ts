// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosStatus } from './common.ts';

/** A JVMChaos object. */
export interface JVMChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'JVMChaos';
  readonly metadata: ObjectMeta;
  readonly spec: JVMChaosSpec;
  readonly status?: ChaosStatus;
}

/** `JVMChaos.spec`: which fields go together depends on `action`. */
export type JVMChaosSpec = PodSelection & {
  readonly containerNames?: readonly string[];
  readonly duration?: GoDuration;
  readonly name?: string;
  readonly pid?: number;
  readonly port?: number;
  readonly remoteCluster?: string;
} & (
  | { readonly action: 'latency'; readonly class: string; readonly method: string; readonly latency: number; }
  | { readonly action: 'return'; readonly class: string; readonly method: string; readonly returnValue: string; }
  | { readonly action: 'exception'; readonly class: string; readonly method: string; readonly exception: string; }
  | { readonly action: 'stress'; readonly cpuCount?: number; readonly memType?: 'stack' | 'heap'; }
  | { readonly action: 'gc'; }
  | { readonly action: 'ruleData'; readonly ruleData: string; }
  | { readonly action: 'mysql'; readonly mysqlConnectorVersion: '5' | '8'; readonly database?: string; readonly table?: string; readonly sqlType?: string; readonly exception?: string; readonly latency?: number; }
);
