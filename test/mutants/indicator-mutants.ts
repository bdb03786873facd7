import type { Mutant } from './mutant.ts';

const indicators = 'src/indicators';
const tests = 'test/indicators';

/** A definition of an indicator that is another one: `file` is named without its folder, as are the tests. */
function wrong(
  name: string,
  file: string,
  [from, to]: readonly [string, string],
  ...seenBy: readonly string[]
): Mutant {
  return {
    name: `indicator: ${name}`,
    file: `${indicators}/${file}.ts`,
    from,
    to,
    tests: seenBy.map((test) => `${tests}/${test}.test.ts`),
  };
}

/** Each breaks a definition. */
export const indicatorMutants: readonly Mutant[] = [
  wrong(
    'an outage of one bad request',
    'outages',
    ['export const scoredFrom = 2;', 'export const scoredFrom = 1;'],
    'outages',
  ),
  wrong(
    'an outage that ends with its last bad request',
    'outages',
    ['endAt: until?.scheduledAt ?? lastAt,', 'endAt: bad.at(-1)?.scheduledAt ?? lastAt,'],
    'outages',
    'oracles',
  ),
  wrong(
    'a recovery by one good request',
    'sustained-recovery',
    ['export const recoveryRun = 10;', 'export const recoveryRun = 1;'],
    'api-recovery',
  ),
  wrong(
    'a recovery that need not last',
    'sustained-recovery',
    ['if (lacking > (1 - sustainRatio)', 'if (lacking > Infinity * (1 - sustainRatio)'],
    'api-recovery',
  ),
  wrong(
    'a recovery that never came, for one that did',
    'stream-recovery',
    [
      "if (open.length > 0 || doubt !== undefined) return { status: 'censored'",
      "if (doubt !== undefined) return { status: 'censored'",
    ],
    'api-recovery',
  ),
  wrong(
    'a recovery from the fault, of an outage long after',
    'fault-instant',
    ['return isLate ?', 'return isLate && startAt < 0 ?'],
    'api-recovery',
  ),
  wrong(
    'a recovery from the first of several strikes',
    'fault-instant',
    ['fromAt - last.toAt >= chargedWithinMs', 'fromAt < 0'],
    'api-recovery',
  ),
  wrong(
    'the quickest of the streams',
    'stream-recovery',
    ['a && a.tookMs >= b.tookMs ? a : b', 'a && a.tookMs <= b.tookMs ? a : b'],
    'api-recovery',
  ),
  wrong(
    'a failure that costs nothing',
    'latency',
    ['const ms = isFailed ? Math.max(elapsed, timeoutMs) : elapsed;', 'const ms = elapsed;'],
    'api-latency',
  ),
  wrong(
    'latency from when it was sent',
    'latency',
    ['const elapsed = endedAt - scheduledAt;', 'const elapsed = endedAt - scheduledAt - 5;'],
    'api-latency',
    'oracles',
  ),
  wrong(
    'connection modes taken together',
    'latency',
    ['streams.filter(({ spec }) => spec.connection === mode),', 'streams.filter(() => mode !== undefined),'],
    'api-latency',
  ),
  wrong(
    'a percentile of too few',
    'latency',
    ['if (charged.sorted.length < minSamples(q)) {', 'if (charged.sorted.length < 1) {'],
    'api-latency',
  ),
  wrong(
    'a silent stream that is well',
    'streams',
    ['(silent.length === 0 ? undefined', '(silent.length < 99 ? undefined'],
    'api-availability',
  ),
  wrong(
    'a request counted by what it asked for',
    'availability',
    ['sum + Number(good), 0)', 'sum + Number(good || samples.length > 1), 0)'],
    'api-availability',
  ),
  wrong(
    'an outage that did not end is none',
    'api-time-availability',
    ['open ? Infinity : endAt', 'open ? startAt : endAt'],
    'api-time-availability',
  ),
  wrong(
    'an outage before the phase',
    'api-time-availability',
    ['Math.max(phase.startAt, startAt)', 'startAt'],
    'api-time-availability',
  ),
  wrong(
    'a second with one good request',
    'api-slice-availability',
    ['goodShare * slice.due', '0.05 * slice.due'],
    'api-time-availability',
  ),
  wrong(
    'slow windows that count to the last one',
    'latency-excess',
    ['if (before !== undefined && at - before.endAt <= calmMs)', 'if (before !== undefined && at < before.endAt)'],
    'api-latency-recovery',
  ),
  wrong(
    'slowness that need not be seen to end',
    'latency-excess',
    ['over: endAt + calmMs + windowMs <= seenUntilAt + 0.001', 'over: endAt <= seenUntilAt'],
    'api-latency-recovery',
  ),
  wrong(
    'slower by any amount',
    'api-latency-recovery',
    ['const floorMs = 20;', 'const floorMs = 2;'],
    'api-latency-recovery',
  ),
  wrong(
    'the fault from its confirmation, whatever was felt before',
    'fault-instant',
    ['at: Math.min(toAt, firstBadFrom(timeline, fromAt))', 'at: toAt'],
    'fault-instant',
  ),
  wrong(
    'the first outage detected of several faults',
    'api-detection',
    ['(a, b) => (a && felt(a) >= felt(b) ? a : b)', '(a, b) => (a && felt(a) <= felt(b) ? a : b)'],
    'api-detection',
  ),
  wrong(
    'outages before the recovery as flaps',
    'api-flaps',
    ['startAt >= fromAt && startAt < toAt', 'startAt < toAt'],
    'api-flaps',
  ),
  wrong(
    'the heal of the first fault',
    'fault-instant',
    ['if (last === undefined || at > last.at)', 'if (last === undefined)'],
    'fault-instant',
    'api-recovery-after-heal',
  ),
  wrong(
    'the harness’s own mistakes as outages',
    'streams',
    ['asked.filter((one) => !isMisasked(one))', 'asked'],
    'denied',
    'streams',
  ),
  wrong(
    'a leader of one member’s memory',
    'etcd-leaderless',
    ['reachable && at >= scrape.at - staleAfterMs', 'at >= scrape.at - 10 * staleAfterMs'],
    'etcd',
  ),
  wrong('a restarted member’s count as changes', 'etcd-leader-changes', ['if (restarted) toFind = 1;', ''], 'etcd'),
  wrong(
    'leader changes by a minority',
    'etcd-leader-changes',
    ['2 * members.length <= nodes.length', '4 * members.length <= nodes.length'],
    'etcd',
  ),
  wrong('a database measured by bytes', 'etcd-db-quota', ['ratio: value / quota', 'ratio: value'], 'metrics'),
  wrong(
    'alarms that are told to be off',
    'etcd-alarms',
    ['levels.filter(({ value }) => value > 0)', 'levels.filter(({ value }) => value >= 0)'],
    'metrics',
  ),
  wrong(
    'buckets since the beginning',
    'metric-scrapes',
    ['counts: now.counts.map((count, i) => count - (old[i] ?? 0)) };', 'counts: now.counts };'],
    'metrics',
  ),
  wrong(
    'a restart that counts backwards',
    'metric-scrapes',
    ['sum += value < old ? value : value - old;', 'sum += value - old;'],
    'metrics',
  ),
  wrong('the best of the groups', 'histogram-p99', ['|| b.value - a.value', '|| a.value - b.value'], 'metrics'),
  wrong('a P99 of a handful of requests', 'histogram-p99', ['total >= leastCount', 'total >= 1'], 'metrics'),
  wrong(
    'the lowest level as the peak',
    'gauge-peak',
    ['b.value > a.value ? b : a', 'b.value < a.value ? b : a'],
    'metrics',
  ),
  wrong(
    'a lease from when it was seen',
    'lease-failover',
    ['const lostAt = stamped(before.renewedUnixMs, before.at);', 'const lostAt = before.at;'],
    'control-plane-failover',
  ),
  wrong(
    'a node back at its first Ready',
    'nodes-recovery-after-heal',
    ['const lastBad = states.findLastIndex(', 'const lastBad = states.findIndex('],
    'nodes-recovery-after-heal',
  ),
  wrong('a pod that was never Ready as a loss', 'reschedules', ['if (lastReady === -1) return [];', ''], 'reschedules'),
  wrong(
    'a replacement from before the loss',
    'reschedules',
    ['at <= pod.firstSeenAt && lost !== pod', 'lost !== pod'],
    'reschedules',
  ),
  wrong('depth without length', 'pods-deficit', ['sum + (missing * lastsMs) / 1000', 'sum + missing'], 'pods-deficit'),
  wrong(
    'replicas too many to make up for others',
    'pods-deficit',
    ['return Math.max(0, state.desired - ready);', 'return state.desired - ready;'],
    'pods-deficit',
  ),
  wrong(
    'canaries that never started left out',
    'pods-start',
    [
      'const value = percentile(\n    took.map(',
      'const value = percentile(\n    took.filter(({ isOpen }) => !isOpen).map(',
    ],
    'pods-start',
  ),
  wrong(
    'the skew to zones that take no pod',
    'zone-skew',
    ['const open = zoned.filter(takesPods)', 'const open = zoned'],
    'topology-skew',
  ),
  wrong(
    'endpoints by the shortest turn',
    'endpoints-convergence',
    ['(b.ms > a.ms ? b : a)', '(b.ms < a.ms ? b : a)'],
    'endpoints',
  ),
  wrong(
    'an entry that one apiserver still has',
    'ledger-lost',
    ['return without.length === 0 ?', 'return without.length < pages.length ?'],
    'ledger',
  ),
  wrong(
    'a loss where another version came back',
    'ledger-lost',
    ['entries.get(entry) !== revision', '!entries.has(entry)'],
    'ledger',
  ),
  wrong(
    'the order of what was under way together',
    'ledger-reordered',
    ['next.at < sentAt', 'next.sentAt < sentAt'],
    'ledger',
  ),
  wrong(
    'probes of a node that the fault itself takes away',
    'agent-probes',
    ['within(phases, one.at) && !isAway(away, one)', 'within(phases, one.at)'],
    'zones',
  ),
  wrong(
    'the best pair of zones',
    'zones-reachability',
    ['(b.share < a.share ? b : a)', '(b.share > a.share ? b : a)'],
    'zones',
  ),
  wrong('a lookup that failed as quick', 'agent-latency', ['good ? ms : Math.max(ms, agentTimeoutMs)', 'ms'], 'zones'),
  wrong(
    'entries through a lost node as the workload’s',
    'traffic',
    ['target.node === undefined || !disabled.has(target.node)', 'target.node !== null'],
    'traffic',
  ),
];
