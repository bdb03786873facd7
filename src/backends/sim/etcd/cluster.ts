import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Exchange } from '../http/exchange.ts';
import { serveHttp } from '../http/server.ts';
import type { Interface, Network } from '../network/network.ts';
import type { Store } from '../store/store.ts';
import { etcdClient } from './client.ts';
import type { EtcdCluster } from './etcd.ts';
import { ledger } from './ledger.ts';
import { Member } from './member.ts';
import { emptyDisk, operatorOf } from './operator.ts';
import { metricsOf } from './metrics.ts';
import { metricsPort, peerPort } from './protocol.ts';
import { type Seat, seatIn } from './seat.ts';

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
  const names = random.fork('member names');
  const newName = (): string => Array.from({ length: 16 }, () => Math.floor(names.next() * 16).toString(16)).join('');
  const seats: Seat[] = members.map(({ node, on }, id) => {
    return { node, on, id, disk: emptyDisk(begin), slowdown: 1, name: newName() };
  });
  const running = new Map<string, Member>();
  const places = members.map(({ on }) => ({ address: on.address, port: peerPort }));
  const first = random.fork('first leader').pick(members).node;
  const seatOf = (node: string): Seat => seatIn(seats, node);
  const pageOf = (member: Member): string =>
    metricsOf(member, {
      size: shared.sizeBytes(),
      quota: params.quotaBackendBytes,
      startedUnixMs: startedAtUnixMs + member.startedAt,
    });
  return {
    join: (node, process, warm) => {
      const seat = seatOf(node);
      const { on, id, disk } = seat;
      const member = new Member({
        network,
        process,
        on,
        id,
        places,
        params,
        random: random.fork(`member ${node} ${process.now()}`),
        disk,
        slowdown: () => seat.slowdown,
        ledger: shared,
        nameOf: (other) => seats.find((one) => one.id === other)?.name,
        warm,
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
        handler: (exchange) => serveStatus(exchange, { member, page: () => pageOf(member), alarm: shared.alarm }),
      });
    },
    clientOn: (node, process, retries = true) => {
      const own = random.fork(`client ${process.name} ${process.now()}`);
      return etcdClient({ network, process, on: seatOf(node).on, random: own, retries });
    },
    health: (node) => running.get(node)?.health(),
    operator: operatorOf({ store, shared, seats, newName, begin, running: (node) => running.get(node), pageOf }),
  };
}

interface Status {
  readonly member: Member;
  readonly page: () => string;
  readonly alarm: () => boolean;
}

/**
 * The pages of the metrics port: /livez asks for nothing that needs a quorum, /readyz for a linearizable read, /health for that
 * when there is no alarm.
 */
function serveStatus(exchange: Exchange, { member, page, alarm }: Status): void {
  const { path } = exchange.request;
  const tellHealth = (reason: string): void =>
    exchange.answer({
      status: reason === '' ? 200 : 503,
      body: JSON.stringify({ health: String(reason === ''), reason }),
    });
  if (path.startsWith('/metrics')) exchange.answer({ status: 200, body: page() });
  else if (path.startsWith('/livez')) exchange.answer({ status: 200, body: 'ok\n' });
  else if (path.startsWith('/readyz')) {
    member.read({
      good: () => exchange.answer({ status: 200, body: 'ok\n' }),
      bad: (message) => exchange.answer({ status: 503, body: `[-]linearizable_read failed: ${message}\n` }),
    });
  } else if (path.startsWith('/health')) {
    if (alarm()) tellHealth('ALARM NOSPACE');
    else member.read({ good: () => tellHealth(''), bad: (message) => tellHealth(message) });
  } else exchange.answer({ status: 404, body: '404 page not found\n' });
}
