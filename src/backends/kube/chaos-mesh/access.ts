import type { Clock } from '../../../base/clock.ts';
import type { KubeClient } from '../kube-client.ts';
import type { Inside } from '../inside.ts';

/** What applying, proving and healing Chaos Mesh objects needs of a cluster. */
export interface ChaosAccess {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly inside: Inside;
  /** Steps that a person should know of. */
  readonly note: (text: string) => void;
}
