import { pathAndQuery } from '../api/asked.ts';
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

/** Answers /livez, /readyz and /healthz, at once where no check has to wait; undefined for other paths. */
export type Health = (path: string) => HttpAnswer | Promise<HttpAnswer> | undefined;

/** A health page that was asked for. */
interface Page {
  readonly name: string;
  readonly checks: readonly Check[];
  readonly verbose: boolean;
}

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
  const known = new Map<string, Page | undefined>();
  return (path) => {
    if (!known.has(path)) {
      if (known.size >= mostPaths) known.clear();
      known.set(path, pageAt(path, checks));
    }
    const page = known.get(path);
    return page === undefined ? undefined : answerOf(page, [], 0);
  };
}

/** Paths are remembered, as there are few of these. */
const mostPaths = 1000;

function pageAt(path: string, checks: readonly Check[]): Page | undefined {
  const { pathname, query } = pathAndQuery(path);
  const page = pathname.slice(1);
  if (!pages.includes(page)) return undefined;
  const excluded = new Set(query.getAll('exclude'));
  const asked = checks.filter(({ name, on }) => on.includes(page) && !excluded.has(name));
  return { name: page, checks: asked, verbose: query.has('verbose') };
}

/** Checks are made one after the other, from the `from`-th on, as the real page makes them. */
function answerOf(page: Page, failed: Check[], from: number): HttpAnswer | Promise<HttpAnswer> {
  for (let index = from; index < page.checks.length; index += 1) {
    const check = page.checks[index];
    const verdict = check?.good() ?? true;
    if (check === undefined || verdict === true) continue;
    if (verdict === false) failed.push(check);
    else return whenTold(verdict, page, failed, index);
  }
  if (failed.length === 0 && !page.verbose) return { status: 200, body: 'ok' };
  const lines = page.checks.map((check) =>
    failed.includes(check) ? `[-]${check.name} failed: reason withheld` : `[+]${check.name} ok`,
  );
  const passed = failed.length === 0;
  const status = passed ? 200 : 500;
  return { status, body: `${lines.join('\n')}\n${page.name} check ${passed ? 'passed' : 'failed'}\n` };
}

/** Goes on behind the check that has to wait. Apart from the loop: a closure in it would cost every turn something, of every page. */
function whenTold(verdict: Promise<boolean>, page: Page, failed: Check[], at: number): Promise<HttpAnswer> {
  return verdict.then((isGood) => {
    const check = page.checks[at];
    if (!isGood && check !== undefined) failed.push(check);
    return answerOf(page, failed, at + 1);
  });
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
