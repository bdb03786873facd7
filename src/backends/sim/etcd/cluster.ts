import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import { type Exchange, serveHttp } from '../http/server.ts';
import type { Interface, Network } from '../network/network.ts';
import type { Store } from '../store/store.ts';
import { etcdClient } from './client.ts';
import type { EtcdCluster } from './etcd.ts';
import { ledger } from './ledger.ts';
import { Member, type MemberDisk } from './member.ts';
import { metricsPort, peerPort } from './protocol.ts';
import { RaftLog } from './raft/log.ts';

export interface EtcdOptions {
  readonly network: Network;
  /** With the state that the members begin with. */
  readonly store: Store;
  readonly params: ClusterParams['etcd'];
  readonly random: Random;
  readonly members: readonly { readonly node: string; readonly on: Interface }[];
  /** Unix ms of the world's zero. */
  readonly startedAtUnixMs: number;
}

/** Members, none of which runs; their disks are empty but for what the store has. */
export function etcdCluster({ network, store, params, random, members, startedAtUnixMs }: EtcdOptions): EtcdCluster {
  const shared = ledger(store, params.quotaBackendBytes);
  const begin = { index: shared.beginning, term: 1 };
  const seats = members.map(({ node, on }, id) => {
    const disk: MemberDisk = {
      hard: { term: begin.term, vote: undefined },
      log: new RaftLog(begin),
      commit: begin.index,
    };
    return { node, on, id, disk };
  });
  const running = new Map<string, Member>();
  const places = members.map(({ on }) => ({ address: on.address, port: peerPort }));
  const first = random.fork('first leader').pick(members).node;
  const seatOf = (node: string): (typeof seats)[number] => {
    const seat = seats.find((one) => one.node === node);
    if (seat === undefined) throw new Error(`${node} has no etcd member`);
    return seat;
  };
  return {
    join: (node, process, warm) => {
      const { on, id, disk } = seatOf(node);
      const startedUnixMs = startedAtUnixMs + process.now();
      const member = new Member({
        network,
        process,
        on,
        id,
        places,
        params,
        random: random.fork(`member ${node} ${process.now()}`),
        disk,
        ledger: shared,
        first: warm && node === first,
      });
      running.set(node, member);
      process.onExit(() => {
        if (running.get(node) === member) running.delete(node);
      });
      serveHttp({
        network,
        process,
        on,
        port: metricsPort,
        handler: (exchange) =>
          serveStatus(exchange, member, { size: shared.sizeBytes(), quota: params.quotaBackendBytes, startedUnixMs }),
      });
    },
    clientOn: (node, caller) =>
      etcdClient({
        network,
        process: caller,
        on: seatOf(node).on,
        random: random.fork(`client ${caller.name} ${caller.now()}`),
      }),
    health: (node) => running.get(node)?.health(),
  };
}

/** What a member does not know itself: its file's size and quota in bytes, and when its process began. */
interface Told {
  readonly size: number;
  readonly quota: number;
  readonly startedUnixMs: number;
}

/** The pages of the metrics port: /livez asks for nothing that needs a quorum, /readyz for a linearizable read. */
function serveStatus(exchange: Exchange, member: Member, told: Told): void {
  const { path } = exchange.request;
  if (path.startsWith('/metrics')) exchange.answer({ status: 200, body: metricsOf(member, told) });
  else if (path.startsWith('/livez')) exchange.answer({ status: 200, body: 'ok\n' });
  else if (path.startsWith('/readyz')) {
    member.read({
      good: () => exchange.answer({ status: 200, body: 'ok\n' }),
      bad: (message) => exchange.answer({ status: 503, body: `[-]linearizable_read failed: ${message}\n` }),
    });
  } else exchange.answer({ status: 404, body: '404 page not found\n' });
}

/** Series by etcd's own names. */
function metricsOf(member: Member, { size, quota, startedUnixMs }: Told): string {
  const { fsyncs, raft } = member;
  const { hasLeader, isLeader, leaderChanges } = member.health();
  return [
    `etcd_server_has_leader ${Number(hasLeader)}`,
    `etcd_server_is_leader ${Number(isLeader)}`,
    `etcd_server_leader_changes_seen_total ${leaderChanges}`,
    `etcd_server_proposals_committed_total ${raft.commit}`,
    `etcd_mvcc_db_total_size_in_bytes ${Math.round(size)}`,
    `etcd_server_quota_backend_bytes ${quota}`,
    `process_start_time_seconds ${startedUnixMs / 1000}`,
    ...fsyncs.lines('etcd_disk_wal_fsync_duration_seconds', ''),
    '',
  ].join('\n');
}
