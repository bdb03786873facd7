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
  const { process, retryPeriodMs, renewDeadlineMs } = options;
  let seen: string | undefined;
  let seenAt = 0;
  let leading = false;
  let giveUp: Cancel = () => undefined;

  /** Whether somebody else holds the lease, as far as can be told. */
  const isHeld = ({ holderIdentity = '', renewTime = '' }: Partial<Lease['spec']>): boolean => {
    if (renewTime !== seen) {
      seen = renewTime;
      seenAt = process.now();
    }
    return isOthers(holderIdentity, options) && process.now() - seenAt < options.leaseDurationMs;
  };
  const attempt = async (): Promise<boolean> => {
    try {
      const lease = await readLease(options);
      if (isHeld(lease?.spec ?? {})) return false;
      await writeLease(options, lease);
      return true;
    } catch {
      return false;
    }
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

function isOthers(holder: string, { identity }: ElectionOptions): boolean {
  return holder !== '' && holder !== identity;
}

function leasesPath({ namespace }: ElectionOptions): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
}

/** The lease; undefined where there is none yet. */
async function readLease(options: ElectionOptions): Promise<Lease | undefined> {
  const { client, name, renewDeadlineMs } = options;
  try {
    return await client.call<Lease>('GET', `${leasesPath(options)}/${name}`, { timeoutMs: renewDeadlineMs / 2 });
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return undefined;
    throw error;
  }
}

async function writeLease(options: ElectionOptions, lease: Lease | undefined): Promise<void> {
  const { client, name, namespace, identity, renewDeadlineMs } = options;
  const { holderIdentity = '', leaseTransitions = 0 } = lease?.spec ?? {};
  const spec = {
    holderIdentity: identity,
    leaseDurationSeconds: options.leaseDurationMs / 1000,
    renewTime: options.stamp(),
    leaseTransitions: isOthers(holderIdentity, options) ? leaseTransitions + 1 : leaseTransitions,
  };
  const timeoutMs = renewDeadlineMs / 2;
  const path = leasesPath(options);
  if (lease === undefined)
    await client.call('POST', path, { body: { metadata: { name, namespace }, spec }, timeoutMs });
  else await client.call('PUT', `${path}/${name}`, { body: { ...lease, spec }, timeoutMs });
}
