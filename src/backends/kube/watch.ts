import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../core/errors.ts';
import type { KubeObject } from './api-types.ts';
import type { KubeClient, KubeList } from './kube-client.ts';
import type { ApiServer } from './wire.ts';
import { watchLedger, type Change, type WatchLedger } from './watch-ledger.ts';
import { HistoryLost, type WatchEvent } from './watch-stream.ts';

/** Where to watch from: every apiserver directly, so that one death blinds nothing. */
export interface WatchAccess {
  readonly client: KubeClient;
  readonly servers: readonly ApiServer[];
  readonly clock: Clock;
}

export interface WatchSpec<T extends KubeObject> {
  /** The collection. */
  readonly path: string;
  /** Each change once, at the instant when the first of the watches told of it. */
  readonly onChange: (at: number, change: Change, object: T) => void;
  /** When no watch is left, and when the first is back. */
  readonly onSight: (at: number, state: 'seeing' | 'blind', detail: string | undefined) => void;
  readonly signal: AbortSignal;
}

const reconnectAfterMs = 250;
const windowSeconds = 300;
const pageSize = 5000;
const pageTimeoutMs = 15_000;
/** How long TCP keepalive takes to call a silent peer dead. */
const silenceMs = 15_000;

/** Lists and watches a collection at every server until the signal aborts. What goes wrong out there is a blind window. */
export async function watchResource<T extends KubeObject>(access: WatchAccess, spec: WatchSpec<T>): Promise<void> {
  const ledger = watchLedger(spec.onChange);
  const sight = sightKeeper(spec.onSight);
  spec.onSight(access.clock.now(), 'blind', 'not connected yet');
  await Promise.all(access.servers.map((_, index) => follow(access, spec, { index, ledger, sight })));
}

interface Follower<T extends KubeObject> {
  readonly index: number;
  readonly ledger: WatchLedger<T>;
  readonly sight: SightKeeper;
}

async function follow<T extends KubeObject>(
  access: WatchAccess,
  spec: WatchSpec<T>,
  { index, ledger, sight }: Follower<T>,
): Promise<void> {
  const { client, clock } = access;
  const server = access.servers[index];
  if (server === undefined) return;
  let version: string | undefined;
  let heardAt = clock.now();
  const over = (): boolean => spec.signal.aborted;
  const onEvent = ({ type, object }: WatchEvent): void => {
    heardAt = clock.now();
    version = (object as KubeObject).metadata.resourceVersion;
    if (type !== 'BOOKMARK') ledger.saw(heardAt, type === 'DELETED' ? 'gone' : 'present', object as T);
  };
  while (!over()) {
    let detail = 'the server ended the watch';
    let lostAt: number | undefined;
    try {
      if (version === undefined) {
        const list = await listAll<T>(client, spec.path, { server, signal: spec.signal });
        ledger.listed(clock.now(), list.items, list.metadata.resourceVersion);
        version = list.metadata.resourceVersion;
      }
      // Servers end their windows at different times, so that one of them always sees.
      const seconds = windowSeconds + index * 7;
      const query = `watch=1&allowWatchBookmarks=true&resourceVersion=${version}&timeoutSeconds=${seconds}`;
      const onOpen = (): void => {
        heardAt = clock.now();
        sight.found(heardAt, index);
      };
      await client.stream({ server, path: `${spec.path}?${query}`, onOpen, onEvent, signal: spec.signal });
    } catch (error) {
      if (error instanceof HistoryLost) version = undefined;
      if (isSilence(error)) lostAt = Math.max(heardAt, clock.now() - silenceMs);
      detail = messageOf(error);
    }
    if (!over()) sight.lost(lostAt ?? clock.now(), index, `${server.url}: ${detail}`);
    await clock.sleep(reconnectAfterMs, spec.signal);
  }
}

/** Everything, in parts that neither side has to hold as one text. All parts are of one version; one that has expired begins anew. */
async function listAll<T>(
  client: KubeClient,
  path: string,
  call: { readonly server: ApiServer; readonly signal: AbortSignal },
): Promise<KubeList<T>> {
  const items: T[] = [];
  for (let token = ''; ; ) {
    const more = token === '' ? '' : `&continue=${encodeURIComponent(token)}`;
    const page = await client.list<T>(`${path}?limit=${pageSize}${more}`, { ...call, timeoutMs: pageTimeoutMs });
    for (const item of page.items) items.push(item);
    token = page.metadata.continue ?? '';
    if (token === '') return { metadata: page.metadata, items };
  }
}

interface SightKeeper {
  readonly found: (at: number, watch: number) => void;
  readonly lost: (at: number, watch: number, detail: string) => void;
}

function sightKeeper(onSight: WatchSpec<KubeObject>['onSight']): SightKeeper {
  const connected = new Set<number>();
  let lastLostAt = 0;
  const found = (at: number, watch: number): void => {
    if (connected.size === 0) onSight(at, 'seeing', undefined);
    connected.add(watch);
  };
  const lost = (at: number, watch: number, detail: string): void => {
    if (!connected.delete(watch)) return;
    // A death found late is dated back, but never before another watch was still seeing.
    lastLostAt = Math.max(lastLostAt, at);
    if (connected.size === 0) onSight(lastLostAt, 'blind', detail);
  };
  return { found, lost };
}

function isSilence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ETIMEDOUT' || error.code === 'EHOSTUNREACH');
}
