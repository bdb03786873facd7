// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { InstancedChaosStatus } from './common.ts';

/** A HTTPChaos object. */
export interface HTTPChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'HTTPChaos';
  readonly metadata: ObjectMeta;
  readonly spec: HTTPChaosSpec;
  readonly status?: InstancedChaosStatus;
}

/** `HTTPChaos.spec`. */
export type HTTPChaosSpec = PodSelection & {
  readonly abort?: boolean;
  readonly code?: number;
  readonly delay?: GoDuration;
  readonly duration?: GoDuration;
  readonly method?: string;
  readonly patch?: HTTPChaosPatch;
  readonly path?: string;
  readonly port: number;
  readonly remoteCluster?: string;
  readonly replace?: HTTPChaosReplace;
  readonly request_headers?: Readonly<Record<string, string>>;
  readonly response_headers?: Readonly<Record<string, string>>;
  readonly target: 'Request' | 'Response';
  readonly tls?: HTTPChaosTls;
};

/** `HTTPChaos.spec.patch`. */
export interface HTTPChaosPatch {
  readonly body?: HTTPChaosPatchBody;
  readonly headers?: readonly (readonly string[])[];
  readonly queries?: readonly (readonly string[])[];
}

/** `HTTPChaos.spec.patch.body`. */
export interface HTTPChaosPatchBody {
  readonly type: string;
  readonly value: string;
}

/** `HTTPChaos.spec.replace`. */
export interface HTTPChaosReplace {
  readonly body?: string;
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly path?: string;
  readonly queries?: Readonly<Record<string, string>>;
}

/** `HTTPChaos.spec.tls`. */
export interface HTTPChaosTls {
  readonly caName?: string;
  readonly certName: string;
  readonly keyName: string;
  readonly secretName: string;
  readonly secretNamespace: string;
}
