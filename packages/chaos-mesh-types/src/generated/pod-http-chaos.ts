// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { HTTPChaosPatch, HTTPChaosReplace, HTTPChaosTls } from './http-chaos.ts';

/** A PodHttpChaos object. */
export interface PodHttpChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'PodHttpChaos';
  readonly metadata: ObjectMeta;
  readonly spec: PodHttpChaosSpec;
  readonly status?: PodProxyStatus;
}

/** `PodHttpChaos.spec`. */
export interface PodHttpChaosSpec {
  readonly rules?: readonly PodHttpChaosRule[];
  readonly tls?: HTTPChaosTls;
}

/** `PodHttpChaos.spec.rules[]`. */
export interface PodHttpChaosRule {
  readonly actions: PodHttpChaosRuleActions;
  readonly port: number;
  readonly selector: PodHttpChaosRuleSelector;
  readonly source?: string;
  readonly target: string;
}

/** `PodHttpChaos.spec.rules[].actions`. */
export interface PodHttpChaosRuleActions {
  readonly abort?: boolean;
  readonly delay?: string;
  readonly patch?: HTTPChaosPatch;
  readonly replace?: HTTPChaosReplace;
}

/** `PodHttpChaos.spec.rules[].selector`. */
export interface PodHttpChaosRuleSelector {
  readonly code?: number;
  readonly method?: string;
  readonly path?: string;
  readonly port?: number;
  readonly request_headers?: Readonly<Record<string, string>>;
  readonly response_headers?: Readonly<Record<string, string>>;
}

/** `PodHttpChaos.status`. */
export interface PodProxyStatus {
  readonly failedMessage?: string;
  readonly observedGeneration?: number;
  readonly pid?: number;
  readonly startTime?: number;
}
