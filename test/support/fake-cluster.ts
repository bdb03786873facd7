import type { Clock } from '../../src/base/clock.ts';
import { openLoop } from '../../src/base/open-loop.ts';
import { type Action, actionTitle } from '../../src/core/action.ts';
import type { Cluster, NoteStage } from '../../src/core/cluster.ts';
import type { ClusterState } from '../../src/core/cluster-state.ts';
import type { ProbeTarget, StreamSpec } from '../../src/core/stream.ts';

/** How an action behaves, told by its title; what is left out works. */
interface FakeAction {
  /** Runs between `applied` and `injected`; throws to fail half-way. */
  readonly inject?: (signal: AbortSignal) => Promise<void>;
  readonly heal?: (signal: AbortSignal) => Promise<void>;
  readonly proven?: boolean;
}

export interface FakeOptions {
  readonly steadyState?: readonly string[];
  readonly actions?: Readonly<Record<string, FakeAction>>;
  /** Whether a request that is due at the instant is good. */
  readonly good?: (stream: StreamSpec, dueAt: number) => boolean;
  readonly state?: Partial<ClusterState>;
  readonly unsupported?: (action: Action) => string | undefined;
  readonly left?: readonly string[];
  /** Replaces parts of the cluster. */
  readonly replace?: Partial<Cluster>;
}

export interface FakeCluster extends Cluster {
  /** What was asked of it, in order: `<ms> <what>`. */
  readonly calls: readonly string[];
  /** Titles of the actions that are in force. */
  readonly standing: ReadonlySet<string>;
}

export const balancer: ProbeTarget = { name: 'lb', role: 'load-balancer', node: undefined };

/** A cluster that does as it is told, and remembers. An injection takes 1 s, a heal 0.5 s, an answer 5 ms. */
export function fakeCluster(clock: Clock, options: FakeOptions = {}): FakeCluster {
  const calls: string[] = [];
  const standing = new Set<string>();
  const call = (what: string): void => void calls.push(`${clock.now()} ${what}`);

  const inject = async (action: Action, signal: AbortSignal, note: NoteStage): Promise<void> => {
    const title = actionTitle(action);
    call(`inject ${title}`);
    standing.add(title);
    note('applied');
    await (options.actions?.[title]?.inject?.(signal) ?? clock.sleep(1000, signal));
    signal.throwIfAborted();
    note('injected');
    note('proved', { status: options.actions?.[title]?.proven === false ? 'unproven' : 'proven', detail: 'looked' });
  };
  const heal = async (action: Action, signal: AbortSignal, note: NoteStage): Promise<void> => {
    const title = actionTitle(action);
    call(`heal ${title}`);
    signal.throwIfAborted();
    note('healing');
    await (options.actions?.[title]?.heal?.(signal) ?? clock.sleep(500, signal));
    signal.throwIfAborted();
    note('healed');
    standing.delete(title);
    note('gone');
  };

  return {
    calls,
    standing,
    facts: { versions: {}, topology: { nodes: [], zones: [], flags: {} }, probePath: 'memory' },
    targets: [balancer],
    state: async () => {
      call('state');
      return {
        nodes: [],
        pods: [],
        owners: [],
        loadBalancer: undefined,
        etcdLeader: undefined,
        leaders: {},
        workloadNamespace: 'w',
        ...options.state,
      };
    },
    unsupported: options.unsupported ?? (() => undefined),
    prepare: (action) => ({
      inject: (signal, note) => inject(action, signal, note),
      heal: (signal, note) => heal(action, signal, note),
    }),
    steadyState: async () => {
      call('steadyState');
      return options.steadyState ?? [];
    },
    requests: async (streams, emit, signal) => {
      call('requests');
      let sent = 0;
      const answers: Promise<void>[] = [];
      const startAt = clock.now();
      const answer = async (stream: StreamSpec, scheduledAt: number): Promise<void> => {
        const good = options.good?.(stream, scheduledAt) ?? true;
        const sentAt = clock.now();
        sent += 1;
        await clock.sleep(5);
        emit({
          kind: 'request',
          stream: stream.id,
          scheduledAt,
          sentAt,
          endedAt: clock.now(),
          good,
          reusedConnection: false,
          ...(good ? {} : { error: 'refused' as const }),
        });
      };
      const planned = await Promise.all(
        streams.map((stream) => {
          const { periodMs, phaseMs } = stream;
          return openLoop(clock, { startAt, periodMs, phaseMs }, (at) => void answers.push(answer(stream, at)), signal);
        }),
      );
      await Promise.all(answers);
      call('requests end');
      return { planned: planned.reduce((sum, count) => sum + count, 0), sent, cpuMs: 0, rssMb: 0 };
    },
    watch: async () => undefined,
    etcd: async () => [],
    metrics: () => [],
    ledger: undefined,
    canaries: undefined,
    agents: undefined,
    load: undefined,
    processors: undefined,
    cleanUp: async (signal) => {
      call('cleanUp');
      signal.throwIfAborted();
      return options.left ?? [];
    },
    sweep: async (signal) => {
      call('sweep');
      signal.throwIfAborted();
      return [];
    },
    ...options.replace,
  };
}
