import type { Cancel, Process } from '../engine/process.ts';
import type { Lease } from '../objects.ts';
import { type ApiClient, CallError } from './api-client.ts';

export interface ElectionOptions {
  readonly process: Process;
  readonly client: ApiClient;
  readonly namespace: string;
  readonly name: string;
  readonly identity: string;
  readonly leaseDurationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryPeriodMs: number;
  /** In [0, 1): candidates do not look at the same instant. */
  readonly jitter: () => number;
  readonly stamp: () => string;
  readonly onStartedLeading: () => void;
}

/** client-go's JitterFactor. */
const jitterFactor = 1.2;

/**
 * Competes for a lease as client-go does: a lease counts for its duration from when this candidate last saw it change, by its own
 * clock. A leader that cannot renew within the deadline ends its process: the kubelet starts it anew.
 */
export function electLeader(options: ElectionOptions): void {
  const { process, client, retryPeriodMs, renewDeadlineMs } = options;
  const path = `/apis/coordination.k8s.io/v1/namespaces/${options.namespace}/leases`;
  let seen: string | undefined;
  let seenAt = 0;
  let leading = false;
  let giveUp: Cancel = () => undefined;

  const attempt = async (): Promise<boolean> => {
    const timeoutMs = renewDeadlineMs / 2;
    let lease: Lease | undefined;
    try {
      lease = await client.call<Lease>('GET', `${path}/${options.name}`, { timeoutMs });
    } catch (error) {
      if (!(error instanceof CallError && error.status === 404)) return false;
    }
    const { holderIdentity = '', renewTime = '', leaseTransitions = 0 } = lease?.spec ?? {};
    if (renewTime !== seen) {
      seen = renewTime;
      seenAt = process.now();
    }
    const held = holderIdentity !== '' && holderIdentity !== options.identity;
    if (held && process.now() - seenAt < options.leaseDurationMs) return false;
    const spec = {
      holderIdentity: options.identity,
      leaseDurationSeconds: options.leaseDurationMs / 1000,
      renewTime: options.stamp(),
      leaseTransitions: held ? leaseTransitions + 1 : leaseTransitions,
    };
    const metadata = { name: options.name, namespace: options.namespace };
    try {
      if (lease === undefined) await client.call('POST', path, { body: { metadata, spec }, timeoutMs });
      else await client.call('PUT', `${path}/${options.name}`, { body: { ...lease, spec }, timeoutMs });
    } catch {
      return false;
    }
    return true;
  };
  const round = async (): Promise<void> => {
    const won = await attempt();
    if (won) {
      giveUp();
      giveUp = process.after(renewDeadlineMs, () => process.exit(1));
      if (!leading) {
        leading = true;
        options.onStartedLeading();
      }
    }
    const waitMs = leading ? retryPeriodMs : retryPeriodMs * (1 + jitterFactor * options.jitter());
    process.after(waitMs, () => void round());
  };
  void round();
}
