import type { Agenda } from '../../../base/agenda.ts';
import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Process } from '../engine/process.ts';
import { logNormal, type Spread } from '../engine/spread.ts';
import type { Interface, Network } from '../network/network.ts';
import type { Command, Result, Store } from '../store/store.ts';
import type { EtcdClient, EtcdCluster } from './etcd.ts';

interface Member {
  readonly node: string;
  readonly on: Interface;
  process: Process | undefined;
  applied: number;
  leaderChanges: number;
  readonly listeners: Set<(revision: number) => void>;
}

export interface QuorumOptions {
  readonly agenda: Agenda;
  readonly network: Network;
  readonly store: Store;
  readonly params: ClusterParams['etcd'];
  readonly random: Random;
  readonly members: readonly { readonly node: string; readonly on: Interface }[];
}

/** Members with a leader: a write counts when a majority has it on disk. Elections and the log are not messages yet. */
export interface Quorum extends EtcdCluster {
  /** A member's process has started. */
  readonly join: (node: string, process: Process) => void;
}

/** A cluster of members, none of which runs. */
export function quorum({ agenda, network, store, params, random, members: places }: QuorumOptions): Quorum {
  const members: Member[] = places.map((place) => ({
    ...place,
    process: undefined,
    applied: store.revision(),
    leaderChanges: 0,
    listeners: new Set(),
  }));
  const fsync: Spread = logNormal(random, params.fsyncMs, params.fsyncTailMs);
  let leader: Member | undefined;
  let waiting: (() => void)[] = [];

  const runs = (member: Member): boolean => member.process?.alive === true && !member.process.frozen;
  const trip = (from: Member, to: Member): number | undefined => {
    const there = network.latency(from.on, to.on);
    const back = network.latency(to.on, from.on);
    return there === undefined || back === undefined ? undefined : there + back;
  };
  /** How long until a majority has written, from this member; undefined when there is none. */
  const majority = (from: Member): number | undefined => {
    const times = members
      .filter((member) => runs(member))
      .flatMap((member) => {
        const ms = member === from ? 0 : trip(from, member);
        return ms === undefined ? [] : [ms + fsync()];
      })
      .sort((a, b) => a - b);
    return times[Math.floor(members.length / 2)];
  };
  const leads = (): Member | undefined =>
    leader !== undefined && runs(leader) && majority(leader) !== undefined ? leader : undefined;

  const look = (): void => {
    if (leads() === undefined) {
      const candidates = members.filter((member) => runs(member) && majority(member) !== undefined);
      const next = candidates.length === 0 ? undefined : random.pick(candidates);
      if (next !== undefined && next !== leader) {
        leader = next;
        for (const member of members) member.leaderChanges += 1;
      }
      const ready = leads();
      if (ready !== undefined) for (const retry of waiting.splice(0)) retry();
    }
    const { electionTimeoutMs } = params;
    agenda.at(agenda.now() + electionTimeoutMs * (1 + random.next()), look);
  };
  look();

  /** Runs `done` when a majority stands behind the leader, as seen from a member. */
  const commit = (from: Member, done: () => void): void => {
    const head = leads();
    const ms = head === undefined ? undefined : majority(head);
    const ask = head === undefined || head === from ? 0 : trip(from, head);
    if (head === undefined || ms === undefined || ask === undefined) {
      waiting.push(() => commit(from, done));
      return;
    }
    agenda.at(agenda.now() + ask + ms, done);
  };
  const apply = (member: Member, revision: number): void => {
    if (revision <= member.applied || !runs(member)) return;
    member.applied = revision;
    for (const listener of member.listeners) listener(revision);
  };
  const spread = (from: Member, revision: number): void => {
    for (const member of members) {
      if (member === from) continue;
      const ms = trip(from, member);
      if (ms !== undefined) agenda.at(agenda.now() + ms / 2, () => apply(member, revision));
    }
  };

  const clientOf = (member: Member, caller: Process): EtcdClient => ({
    revision: () => (runs(member) ? member.applied : undefined),
    onApplied: (listener) => {
      const told = (revision: number): void => caller.enter(() => listener(revision));
      member.listeners.add(told);
      caller.onExit(() => member.listeners.delete(told));
    },
    readIndex: () =>
      new Promise((resolve) =>
        commit(member, () => {
          apply(member, store.revision());
          caller.enter(() => resolve(member.applied));
        }),
      ),
    write: (command: Command) =>
      new Promise<Result>((resolve) =>
        commit(member, () => {
          const result = store.apply(command);
          apply(member, store.revision());
          spread(member, store.revision());
          caller.enter(() => resolve(result));
        }),
      ),
  });
  const byNode = (node: string): Member => {
    const member = members.find((one) => one.node === node);
    if (member === undefined) throw new Error(`${node} has no etcd member`);
    return member;
  };
  return {
    join: (node, process) => {
      const member = byNode(node);
      member.process = process;
      apply(member, store.revision());
    },
    clientOn: (node, caller) => clientOf(byNode(node), caller),
    health: (node) => {
      const member = byNode(node);
      if (!runs(member)) return undefined;
      const head = leads();
      return { hasLeader: head !== undefined, isLeader: head === member, leaderChanges: member.leaderChanges };
    },
  };
}
