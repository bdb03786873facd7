import type { EtcdClient } from '../etcd/etcd.ts';
import type { Process } from '../engine/process.ts';
import type { HttpAnswer } from '../http/messages.ts';
import type { Server } from './server.ts';

/** One part of a health page. */
interface Check {
  readonly name: string;
  readonly on: readonly string[];
  readonly good: () => boolean | Promise<boolean>;
}

/** Answers /livez, /readyz and /healthz; undefined for other paths. */
export type Health = (path: string) => Promise<HttpAnswer> | undefined;

/** A linearizable read's patience, and the least time between two of them (k8s.io/apiserver, storagebackend/config.go). */
const etcdPatienceMs = 2000;
const pages = ['livez', 'readyz', 'healthz'];

/** The health pages of a server, with their parts. */
export function healthOf(server: Server): Health {
  const { process, etcd } = server.options;
  const hooks = [
    'start-apiserver-admission-initializer',
    'rbac/bootstrap-roles',
    'scheduling/bootstrap-system-priority-classes',
  ];
  const checks: readonly Check[] = [
    { name: 'ping', on: pages, good: () => true },
    { name: 'log', on: pages, good: () => true },
    { name: 'etcd', on: pages, good: etcdCheck(process, etcd) },
    { name: 'etcd-readiness', on: ['readyz'], good: etcdCheck(process, etcd) },
    { name: 'informer-sync', on: ['readyz'], good: () => server.started },
    ...hooks.map((hook) => ({ name: `poststarthook/${hook}`, on: pages, good: () => server.started })),
    { name: 'shutdown', on: ['readyz'], good: () => !server.stopping },
  ];
  return (path) => {
    const [pathname = '', search = ''] = path.split('?');
    const page = pathname.slice(1);
    if (!pages.includes(page)) return undefined;
    const query = new URLSearchParams(search);
    const excluded = new Set(query.getAll('exclude'));
    const asked = checks.filter(({ name, on }) => on.includes(page) && !excluded.has(name));
    return pageOf(page, asked, query.has('verbose'));
  };
}

/** Checks are made one after the other, as the real page makes them. */
async function pageOf(page: string, checks: readonly Check[], verbose: boolean): Promise<HttpAnswer> {
  const lines: string[] = [];
  let failed = false;
  for (const { name, good } of checks) {
    const verdict = good();
    const isGood = typeof verdict === 'boolean' ? verdict : await verdict;
    lines.push(isGood ? `[+]${name} ok` : `[-]${name} failed: reason withheld`);
    failed ||= !isGood;
  }
  if (failed) return { status: 500, body: `${lines.join('\n')}\n${page} check failed\n` };
  return { status: 200, body: verbose ? `${lines.join('\n')}\n${page} check passed\n` : 'ok' };
}

/** Asks etcd at most once a second; in between everybody gets the last answer. */
function etcdCheck(process: Process, etcd: EtcdClient): Check['good'] {
  let askedAt = -Infinity;
  let last = true;
  return () => {
    const now = process.now();
    if (now - askedAt < etcdPatienceMs / 2) return last;
    askedAt = now;
    return etcd.readIndex(now + etcdPatienceMs).then(
      () => (last = true),
      () => (last = false),
    );
  };
}
