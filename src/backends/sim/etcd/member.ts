import type { Process } from '../engine/process.ts';
import type { Interface, Network, Place } from '../network/network.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Random } from '../../../base/random.ts';
import { type DiskWrites, diskWrites } from './disk-writes.ts';
import type { MemberHealth } from './etcd.ts';
import type { Ledger, Proposal } from './ledger.ts';
import { type PeerProbes, probePeers } from './peer-probes.ts';
import { type PeerLinks, peerLinks } from './peers.ts';
import { RaftLog } from './raft/log.ts';
import type { Message } from './raft/messages.ts';
import { Raft } from './raft/raft.ts';
import type { HardState, Ready } from './raft/ready.ts';
import { type ReadAnswer, type ReadLoop, readLoop } from './reads.ts';
import { type Service, serveClients } from './service.ts';
import { type WriteDesk, writeDesk } from './writes.ts';

/** What outlives a member's process. */
export interface MemberDisk {
  hard: HardState;
  readonly log: RaftLog<Proposal>;
  commit: number;
}

export interface MemberOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly id: number;
  /** Where each member listens for the others. */
  readonly places: readonly Place[];
  readonly params: ClusterParams['etcd'];
  readonly random: Random;
  readonly disk: MemberDisk;
  /** How many times as long as usual the disk takes. */
  readonly slowdown: () => number;
  readonly ledger: Ledger;
  /** What a member is called, by its id; undefined: it was removed. */
  readonly nameOf: (id: number) => string | undefined;
  /** Has been running for long when the run begins. */
  readonly warm: boolean;
  /** Stands for election as soon as all can be reached: a cluster that has been running has a leader. */
  readonly first: boolean;
}

/** etcd keeps so many entries for members that lag behind (server/etcdserver, DefaultSnapshotCount, SnapshotCatchUpEntries). */
const snapshotAfter = 10_000;
const catchUpEntries = 5000;
/** Election timeouts without a leader after which watches that demand one are ended (v3rpc, maxNoLeaderCnt). */
const leaderlessLooks = 3;

/** A running etcd member. A class: its parts call each other. */
export class Member {
  readonly raft: Raft<Proposal>;
  leaderChanges = 0;
  /** When its process began, on the simulated clock. */
  readonly startedAt: number;
  readonly #options: MemberOptions;
  readonly #links: PeerLinks;
  readonly #probes: PeerProbes;
  readonly #reads: ReadLoop;
  readonly #writes: WriteDesk;
  readonly #diskWrites: DiskWrites;
  readonly #service: Service;
  #writing = false;
  #applied: number;
  #revision: number;
  #lead: number | undefined;
  #ledAt = -Infinity;
  #leaderlessLooks = 0;
  #first: boolean;

  constructor(options: MemberOptions) {
    const { process, id, places, params, random, disk, ledger } = options;
    this.#options = options;
    this.startedAt = process.now();
    this.#first = options.first;
    this.#applied = Math.min(disk.commit, disk.log.last.index);
    this.#revision = ledger.revisionAt(this.#applied);
    this.#diskWrites = diskWrites(options);
    const { electionTimeoutMs } = params;
    const patienceMs = 5000 + 2 * electionTimeoutMs;
    this.#reads = readLoop({
      process,
      patienceMs,
      ask: (context) => this.#after(() => this.raft.read(context)),
      appliedIndex: () => this.#applied,
      revision: () => this.#revision,
    });
    this.#writes = writeDesk({
      process,
      patienceMs,
      prefix: `${id}@${process.now()}`,
      propose: (proposal) => this.#after(() => this.raft.propose(proposal)),
      excuse: (askedAt) => this.#excuse(askedAt),
    });
    this.raft = new Raft<Proposal>({
      id,
      members: places.map((_, index) => index),
      electionTicks: Math.max(1, Math.floor(params.electionTimeoutMs / params.heartbeatIntervalMs)),
      preVote: params.preVote,
      random: random.fork('raft').next,
      hard: disk.hard,
      log: new RaftLog(disk.log.base, disk.log.between(disk.log.base.index)),
      commit: this.#applied,
      readable: (context, index) => this.#reads.readable(context, index),
      stranded: this.#writes.hold,
    });
    this.#links = peerLinks({
      ...options,
      electionTimeoutMs,
      receive: (message) => this.#after(() => this.raft.step(message as Message<Proposal>)),
      changed: (to) => this.#linked(to),
    });
    this.#probes = probePeers({ ...options, electionTimeoutMs, random: random.fork('probes') });
    this.#service = serveClients({
      ...options,
      reads: this.#reads,
      writes: this.#writes,
      hasLeader: () => this.raft.lead !== undefined,
      revision: () => this.#revision,
    });
    this.#start();
  }

  readonly health = (): MemberHealth => ({
    hasLeader: this.raft.lead !== undefined,
    isLeader: this.raft.role === 'leader',
    leaderChanges: this.leaderChanges,
    term: this.raft.term,
  });

  /** The histograms of its metrics, in the text format. */
  readonly histograms = (): readonly string[] => [...this.#diskWrites.histograms(), ...this.#probes.histograms()];

  /** Answers once the member has everything that was committed before. */
  readonly read = (answer: ReadAnswer): void => this.#reads.add(answer);

  #start(): void {
    const { process, params, id } = this.#options;
    const { heartbeatIntervalMs, electionTimeoutMs } = params;
    const tick = (): void => {
      this.#after(() => this.raft.tick());
      process.after(heartbeatIntervalMs, tick);
    };
    // Members did not start in the same instant; those of a run do.
    process.after(heartbeatIntervalMs * this.#options.random.fork('phase').next(), tick);
    const look = (): void => {
      this.#lookForLeader();
      process.after(electionTimeoutMs, look);
    };
    process.after(electionTimeoutMs, look);
    process.onTerminate(() => this.#stop());
    if (this.#options.places.length === 1) this.#linked(id);
  }

  #linked(to: number): void {
    this.#after(() => {
      this.raft.lost(to);
      if (!this.#first || this.#links.connected() + 1 < this.#options.places.length) return;
      this.#first = false;
      this.raft.campaign(true);
    });
  }

  /** Lets Raft do something, and does what follows from it. */
  #after<R>(action: () => R): R {
    const result = action();
    this.#apply();
    this.#noteLeader();
    this.#pump();
    return result;
  }

  /** One round at a time, as etcd's own loop: while the disk is written to, nothing else goes out. */
  #pump(): void {
    if (this.#writing) return;
    const ready = this.raft.take();
    if (ready === undefined) return;
    if (ready.leads) this.#send(ready);
    if (ready.write === undefined) {
      if (!ready.leads) this.#send(ready);
      return;
    }
    this.#writing = true;
    this.#diskWrites.log(() => this.#written(ready));
  }

  #written(ready: Ready<Proposal>): void {
    const { disk } = this.#options;
    const { write } = ready;
    this.#writing = false;
    if (write !== undefined) {
      disk.hard = { term: write.term, vote: write.vote };
      if (write.snapshot !== undefined) disk.log.reset(write.snapshot);
      if (write.from !== undefined) disk.log.replaceFrom(write.from, write.entries);
      disk.commit = Math.max(disk.commit, Math.min(this.#applied, disk.log.last.index));
    }
    if (!ready.leads) this.#send(ready);
    this.#after(() => {
      if (write !== undefined) this.raft.stable(write.last);
    });
  }

  #send({ messages }: Ready<Proposal>): void {
    for (const message of messages) this.#links.send(message.to, message);
  }

  #apply(): void {
    const { ledger } = this.#options;
    const { raft } = this;
    if (this.#applied >= raft.commit) return;
    // What a snapshot brought is there already.
    if (this.#applied < raft.log.base.index) this.#applied = raft.log.base.index;
    const before = this.#revision;
    while (this.#applied < raft.commit) {
      const entry = raft.log.at(this.#applied + 1);
      if (entry === undefined) break;
      const { effect } = ledger.apply(entry);
      this.#applied = entry.index;
      this.#diskWrites.applied();
      if (entry.data !== undefined) this.#writes.applied(entry.data, effect);
    }
    this.#revision = ledger.revisionAt(this.#applied);
    this.#reads.applied();
    if (this.#revision > before) this.#service.progress(this.#revision);
    this.#forget();
  }

  #forget(): void {
    const { disk } = this.#options;
    if (this.raft.log.length < snapshotAfter + catchUpEntries) return;
    const upTo = this.#applied - catchUpEntries;
    this.raft.log.forget(upTo);
    disk.log.forget(Math.min(upTo, disk.log.last.index));
  }

  #noteLeader(): void {
    const { lead } = this.raft;
    if (lead === this.#lead) return;
    this.#lead = lead;
    if (lead === undefined) return;
    this.leaderChanges += 1;
    this.#ledAt = this.#options.process.now();
    this.#leaderlessLooks = 0;
    // Raft is in the middle of something: what follows comes after it.
    this.#options.process.after(0, () => {
      this.#reads.leaderChanged();
      this.#writes.ready();
    });
  }

  #lookForLeader(): void {
    if (this.raft.lead !== undefined) {
      this.#leaderlessLooks = 0;
      // A leader that was about to hand over took no proposals.
      this.#writes.ready();
      return;
    }
    this.#leaderlessLooks += 1;
    if (this.#leaderlessLooks < leaderlessLooks) return;
    this.#service.cancel();
  }

  /** Hands leadership over before it ends (server.go, TryLeadershipTransferOnShutdown). */
  #stop(): void {
    const { process, params } = this.#options;
    const until = process.now() + 5000 + 2 * params.electionTimeoutMs;
    this.#after(() => this.raft.transfer());
    const look = (): void => {
      if (this.raft.role !== 'leader' || process.now() >= until || this.#options.places.length === 1) process.exit(0);
      else process.after(params.heartbeatIntervalMs, look);
    };
    look();
  }

  /** Why an answer did not come in time (server/etcdserver/server.go, parseProposeCtxErr). */
  #excuse(askedAt: number): string {
    const text = 'etcdserver: request timed out';
    const { params, id, places } = this.#options;
    const lostAt = this.#ledAt - 2 * params.electionTimeoutMs;
    if (askedAt > lostAt && askedAt < this.#ledAt) return `${text}, possibly due to previous leader failure`;
    const { lead } = this.raft;
    const connected =
      lead === undefined ||
      (lead === id ? this.#links.connected(askedAt) + 1 > places.length / 2 : this.#links.isConnected(lead, askedAt));
    return connected ? text : `${text}, possibly due to connection lost`;
  }
}
