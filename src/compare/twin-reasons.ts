/** What decides an indicator: settings that both clusters have, the machine under the real one, or both. */
interface Mechanism {
  readonly sli: RegExp;
  readonly by: 'timers' | 'machine' | 'both';
  readonly words: string;
}

/** First match. */
const mechanisms: readonly Mechanism[] = [
  { sli: /^nodes\./, by: 'timers', words: 'the node controller’s grace and monitor periods and the leases’ rhythm' },
  { sli: /^etcd\.leader/, by: 'timers', words: 'election timeouts' },
  { sli: /^(scheduler|controllerManager)\./, by: 'timers', words: 'lease durations' },
  { sli: /^pods\.start/, by: 'machine', words: 'how long the node takes to make and start a container' },
  { sli: /^pods\.reschedule/, by: 'both', words: 'taints and tolerations, and how long a node takes to start a pod' },
  { sli: /^pods\.|^topology\./, by: 'both', words: 'when pods are found lost, and how long a node takes to start one' },
  { sli: /^endpoints\./, by: 'both', words: 'kube-proxy’s sync period, and how long the rules take to write' },
  { sli: /^etcd\.(fsync|commit)/, by: 'machine', words: 'the disk' },
  { sli: /\.latency\./, by: 'machine', words: 'processor time and the network' },
  {
    sli: /^api\./,
    by: 'both',
    words: 'the balancer’s health checks and elections; and slow answers count as bad ones, which a busy machine gives',
  },
  { sli: /./, by: 'both', words: 'settings and the machine' },
];

/** What the figures tell of why the two are apart. */
export interface Gap {
  readonly sli: string;
  /** The measured side is the worse one. */
  readonly measuredWorse: boolean;
  /** How many times as long the real API took to answer before anything was broken; undefined where unknown. */
  readonly slowness: number | undefined;
}

/** From here on the machine is named as the cause of what it has a part in. */
const slow = 2;

/** Why an indicator's two values are apart, as far as can be told. */
export function reasonOf({ sli, measuredWorse, slowness }: Gap): string {
  const { by, words } = mechanisms.find((one) => one.sli.test(sli)) ?? { by: 'both', words: '' };
  const decided = `decided by ${words}`;
  const starved = measuredWorse && slowness !== undefined && slowness >= slow;
  if (by === 'machine') {
    return starved
      ? `${decided}: this machine is slower than the simulated ones`
      : `${decided}: the simulation’s are assumed`;
  }
  if (starved) return `${decided}; the machine was short of processor time, which the simulation does not model`;
  if (by === 'timers')
    return `${decided}, which both have: worth a look at the simulation, and at what it was not told`;
  return decided;
}

/** The note on a machine that was slow before anything was broken; undefined where it was not. */
export function slownessNote(slowness: number | undefined, measured: string, simulated: string): string | undefined {
  if (slowness === undefined || slowness < slow) return undefined;
  const times = slowness >= 10 ? Math.round(slowness) : Number(slowness.toFixed(1));
  return (
    `Before anything was broken the real API took ${times} times as long to answer (P50 ${measured}, simulated ${simulated}): ` +
    'the nodes share a machine that is short of processor time, and the simulation does not model that.'
  );
}
