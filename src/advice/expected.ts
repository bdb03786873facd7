import { formatDuration } from '../base/quantity.ts';
import { lostNodes } from '../core/lost-nodes.ts';
import type { ExpectedReport } from '../core/report.ts';
import type { Reasoning } from './reasoning.ts';
import { leaseMs, renewalMs, retryMs, type Settings, settingsOf, sightMs } from './settings.ts';

type Bound = Pick<ExpectedReport, 'sli' | 'bounds' | 'arithmetic'>;

/** A pod of a cached image starts within so long (the SIG-scalability SLO of pod start-up). */
const startMs = 5000;

/**
 * What the settings imply for each indicator that they decide, beside what was measured. Only where the run puts it to the
 * test: node detection and rescheduling where a fault takes nodes away.
 */
export function expectedValues(reasoning: Reasoning): readonly ExpectedReport[] {
  const settings = settingsOf(reasoning);
  const lost = [...lostNodes(reasoning.timeline)];
  const controlPlane = reasoning.topology.nodes.some(
    ({ name, role }) => role === 'control-plane' && lost.includes(name),
  );
  const bounds = [
    ...(lost.length === 0 ? [] : [detection(settings, controlPlane), ...rescheduling(settings, lost.length)]),
    leaderless(settings),
    ...recovery(settings),
    ...['scheduler.failover', 'controllerManager.failover'].filter((sli) => wasMeasured(reasoning, sli)).map(failover),
  ];
  return bounds.map((bound) => ({ ...bound, ...beside(bound, reasoning.slis[bound.sli]) }));
}

function detection({ graceMs, monitorMs }: Settings, controlPlane: boolean): Bound {
  const low = Math.max(0, graceMs.value - renewalMs);
  const anew = controlPlane ? leaseMs + retryMs : 0;
  const high = graceMs.value + monitorMs.value + anew + sightMs;
  const lease = controlPlane
    ? ` + up to ${formatDuration(anew)} where the lost node ran the leading controller-manager, whose successor counts anew (lease ${formatDuration(leaseMs)} + retry ${formatDuration(retryMs)})`
    : '';
  const arithmetic = `node-monitor-grace-period ${formatDuration(graceMs.value)} since the last lease (up to ${formatDuration(renewalMs)} before the fault) + node-monitor-period ${formatDuration(monitorMs.value)}${lease}`;
  return { sli: 'nodes.detection', bounds: [low, high], arithmetic };
}

function rescheduling({ tolerationMs, evictionRate }: Settings, nodes: number): readonly Bound[] {
  const queueMs = evictionRate.value > 0 ? (nodes * 1000) / evictionRate.value : Infinity;
  if (!Number.isFinite(queueMs)) return [];
  const low = tolerationMs.value;
  const high = queueMs + tolerationMs.value + startMs + sightMs;
  const arithmetic =
    `the taint comes within ${formatDuration(queueMs)} (${nodes} nodes at ${evictionRate.value}/s) + tolerationSeconds ${tolerationMs.value / 1000}` +
    `${tolerationMs.from === 'seen' ? ' (as seen)' : ''} + start within ${formatDuration(startMs)}`;
  return ['pods.reschedule.p50', 'pods.reschedule.p99', 'pods.reschedule.max'].map((sli) => ({
    sli,
    bounds: [low, high] as const,
    arithmetic,
  }));
}

function leaderless({ electionMs }: Settings): Bound {
  const high = 2 * electionMs.value + sightMs;
  const arithmetic = `a follower calls an election after 1 to 2 times election-timeout ${formatDuration(electionMs.value)}; one more each time votes are split`;
  return { sli: 'etcd.leaderless', bounds: [0, high], arithmetic };
}

/** Where nobody lost a lease there is nothing to expect. */
function wasMeasured({ slis }: Reasoning, sli: string): boolean {
  return slis[sli] !== undefined && slis[sli].status !== 'unmeasured';
}

function failover(sli: string): Bound {
  const arithmetic = `another takes the lease when it has run out, ${formatDuration(leaseMs)} after its last renewal, and tries every ${formatDuration(retryMs)}`;
  return { sli, bounds: [0, leaseMs + retryMs + sightMs], arithmetic };
}

function recovery({ balancer, electionMs }: Settings): readonly Bound[] {
  if (balancer === undefined) return [];
  const { name, intervalMs, timeoutMs, failures } = balancer;
  const foundMs =
    intervalMs + failures * Math.max(intervalMs, timeoutMs) + (failures - 1) * (name === 'Envoy' ? intervalMs : 0);
  const high = Math.max(foundMs, 2 * electionMs.value) + sightMs;
  const arithmetic =
    `${name} gives a silent server up within ${formatDuration(foundMs)} (a check every ${formatDuration(intervalMs)}, ${failures} failures of up to ${formatDuration(timeoutMs)}); ` +
    `etcd elects within ${formatDuration(2 * electionMs.value)}`;
  return [{ sli: 'api.recovery', bounds: [0, high], arithmetic }];
}

function beside(
  { bounds: [low, high] }: Bound,
  sli: Reasoning['slis'][string] | undefined,
): Pick<ExpectedReport, 'measured' | 'censored' | 'place'> {
  if (sli?.value === undefined || sli.status === 'unmeasured') return {};
  const { value } = sli;
  const censored = sli.status === 'censored';
  const place = value > high ? 'above' : value < low && !censored ? 'below' : 'within';
  return { measured: value, ...(censored ? { censored } : {}), place };
}
