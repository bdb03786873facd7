import { get } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import { deadline } from '../../base/system-clock.ts';
import type { EtcdObservation } from '../../core/observation.ts';
import type { MetricsSource } from '../../core/metrics.ts';
import type { NodeExec } from './node-exec.ts';

/** A node that runs an etcd member. */
export interface EtcdMember {
  readonly node: string;
  readonly address: string;
}

const metricsPort = 2381;
const timeoutMs = 1000;

/** How the members are reached: at their addresses, else through the container runtime. */
export interface EtcdAccess {
  readonly clock: Clock;
  readonly direct: boolean;
  readonly exec: NodeExec;
}

/** Asks each member once, at the same time; one that does not answer within 1 s is an observation, too. */
export async function scrapeEtcd(
  members: readonly EtcdMember[],
  access: EtcdAccess,
  signal: AbortSignal,
): Promise<readonly EtcdObservation[]> {
  return await Promise.all(
    members.map(async (member): Promise<EtcdObservation> => {
      try {
        const text = await pageOf(member, access, '/metrics', signal);
        return { kind: 'etcd', at: access.clock.now(), node: member.node, ...memberHealth(text) };
      } catch {
        return { kind: 'etcd', at: access.clock.now(), node: member.node, reachable: false };
      }
    }),
  );
}

/** What a member's metrics say of its leader; unreachable when they are not an etcd's. */
export function memberHealth(
  text: string,
): Pick<EtcdObservation, 'hasLeader' | 'isLeader' | 'leaderChanges' | 'reachable'> {
  const hasLeader = gauge(text, 'etcd_server_has_leader');
  const isLeader = gauge(text, 'etcd_server_is_leader');
  if (hasLeader === undefined || isLeader === undefined) return { reachable: false };
  const leaderChanges = gauge(text, 'etcd_server_leader_changes_seen_total');
  return {
    reachable: true,
    hasLeader: hasLeader === 1,
    isLeader: isLeader === 1,
    ...(leaderChanges === undefined ? {} : { leaderChanges }),
  };
}

/** The node whose member says that it leads; undefined when none does, or more than one (an old leader, not yet deposed). */
export function leaderOf(observations: readonly EtcdObservation[]): string | undefined {
  const leaders = observations.filter((one) => one.isLeader === true && one.hasLeader === true);
  return leaders.length === 1 ? leaders[0]?.node : undefined;
}

/** The version that the first member to answer says it runs; an image's tag may say another. Undefined when none answers. */
export async function etcdVersion(
  members: readonly EtcdMember[],
  access: EtcdAccess,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const member of members) {
    const text = await pageOf(member, access, '/metrics', signal).catch(() => '');
    const version = /^etcd_server_version\{server_version="([^"]+)"\} 1$/m.exec(text)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}

/** The value of a series without labels, in the Prometheus text format. */
export function gauge(text: string, name: string): number | undefined {
  const head = `${name} `;
  const from = text.startsWith(head) ? 0 : text.indexOf(`\n${head}`) + 1;
  if (!text.startsWith(head, from)) return undefined;
  const to = text.indexOf('\n', from);
  const value = Number(text.slice(from + head.length, to === -1 ? undefined : to).trim());
  return Number.isNaN(value) ? undefined : value;
}

/** Count and sum of the log's syncs, in etcd's metrics. */
export function readSyncs(metrics: string): { readonly count: number; readonly seconds: number } {
  const value = (name: string): number => gauge(metrics, `etcd_disk_wal_fsync_duration_seconds_${name}`) ?? Number.NaN;
  return { count: value('count'), seconds: value('sum') };
}

/** Every member's page of metrics, with the alarms that only its health page tells. */
export function etcdSources(members: readonly EtcdMember[], access: EtcdAccess): readonly MetricsSource[] {
  return members.map((member) => ({
    component: 'etcd',
    instance: member.node,
    page: (signal) => pageWithAlarms((path) => pageOf(member, access, path, signal)),
  }));
}

/** A member's page of metrics, with the alarms of its health page where that answers. */
export async function pageWithAlarms(ask: (path: '/metrics' | '/health') => Promise<string>): Promise<string> {
  const [metrics, health] = await Promise.all([ask('/metrics'), ask('/health').catch(() => '')]);
  return withAlarms(metrics, health);
}

const knownAlarms = ['NOSPACE', 'CORRUPT'];

/**
 * Adds the alarms that a health page tells, `{"health":"false","reason":"ALARM NOSPACE"}` (etcdhttp/health.go): it names the first
 * one, and others may stand behind it; without one all are 0. A page that could not be read adds nothing: that is not known.
 */
export function withAlarms(metrics: string, health: string): string {
  if (!/"health":\s*"(?:true|false)"/.test(health)) return metrics;
  const alarm = /ALARM (\w+)/.exec(health)?.[1];
  const series = alarm === undefined ? knownAlarms.map((name) => ({ name, value: 0 })) : [{ name: alarm, value: 1 }];
  return [metrics, ...series.map(({ name, value }) => `etcd_alarm{alarm="${name}"} ${value}`), ''].join('\n');
}

async function pageOf(member: EtcdMember, access: EtcdAccess, path: string, signal: AbortSignal): Promise<string> {
  if (access.direct) return await fetchText(`http://${member.address}:${metricsPort}${path}`, signal);
  const seconds = String(timeoutMs / 1000);
  const argv = ['curl', '-sS', '-m', seconds, `http://127.0.0.1:${metricsPort}${path}`];
  return (await access.exec(member.node, argv, { signal, timeoutMs: 5000 })).stdout;
}

async function fetchText(url: string, parent: AbortSignal): Promise<string> {
  const { signal, dispose } = deadline(timeoutMs, parent);
  try {
    return await new Promise<string>((resolve, reject) => {
      get(url, { signal, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => resolve(text));
        response.on('error', reject);
      }).on('error', reject);
    });
  } finally {
    dispose();
  }
}
