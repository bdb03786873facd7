// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { GoDuration } from '../text.ts';

/** A StatusCheck object. */
export interface StatusCheck {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'StatusCheck';
  readonly metadata: ObjectMeta;
  readonly spec: StatusCheckSpec;
  readonly status?: StatusCheckStatus;
}

/** `StatusCheck.spec`. */
export interface StatusCheckSpec {
  readonly duration?: GoDuration;
  readonly failureThreshold?: number;
  readonly http?: StatusCheckHttp;
  readonly intervalSeconds?: number;
  readonly mode?: 'Synchronous' | 'Continuous';
  readonly recordsHistoryLimit?: number;
  readonly successThreshold?: number;
  readonly timeoutSeconds?: number;
  readonly type: 'HTTP';
}

/** `StatusCheck.spec.http`. */
export interface StatusCheckHttp {
  readonly body?: string;
  readonly criteria: StatusCheckHttpCriteria;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly method?: 'GET' | 'POST';
  readonly url: string;
}

/** `StatusCheck.spec.http.criteria`. */
export interface StatusCheckHttpCriteria {
  readonly statusCode: string;
}

/** `StatusCheck.status`. */
export interface StatusCheckStatus {
  readonly completionTime?: string;
  readonly conditions?: readonly StatusCheckStatusCondition[];
  readonly count?: number;
  readonly records?: readonly StatusCheckStatusRecord[];
  readonly startTime?: string;
}

/** `StatusCheck.status.conditions[]`. */
export interface StatusCheckStatusCondition {
  readonly lastProbeTime: string;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly status: string;
  readonly type: string;
}

/** `StatusCheck.status.records[]`. */
export interface StatusCheckStatusRecord {
  readonly outcome: string;
  readonly startTime: string;
}
