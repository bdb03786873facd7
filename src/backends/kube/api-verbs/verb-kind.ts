import type { Clock } from '../../../base/clock.ts';
import type { ApiVerb } from '../../../core/api-verb.ts';
import type { Act } from '../act.ts';
import type { KubeClient } from '../kube-client.ts';

/** What acting on the API's objects needs. */
export interface ApiAccess {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly note: (text: string) => void;
}

/** How a verb is done, and how what it left is taken away without its journal. */
export interface ApiVerbKind<V extends ApiVerb> {
  readonly act: (context: ApiAccess & { readonly verb: V }) => Act;
  /** Takes away what any run left; answers with what stays, in words. */
  readonly sweep?: (access: ApiAccess, signal: AbortSignal) => Promise<readonly string[]>;
}
