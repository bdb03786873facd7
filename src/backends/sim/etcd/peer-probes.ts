import type { Random } from '../../../base/random.ts';
import { doubling, type Histogram, histogram } from '../engine/histogram.ts';
import type { Process } from '../engine/process.ts';
import { type ConnectionUse, type HttpClient, httpClient } from '../http/client.ts';
import { acceptHttp } from '../http/server.ts';
import type { Interface, Network, Place, Socket } from '../network/network.ts';

export interface ProbeOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly id: number;
  /** Of every member, by its id. */
  readonly places: readonly Place[];
  /** What a member is called in the series, by its id; undefined: it is none any more. */
  readonly nameOf: (id: number) => string | undefined;
  readonly electionTimeoutMs: number;
  readonly random: Random;
  /** True: it has been probing for long when the run begins. */
  readonly warm: boolean;
}

/** What a member tells of the way to its peers. */
export interface PeerProbes {
  readonly histograms: () => readonly string[];
}

/** rafthttp, probing_status.go: between two probes, and between two notes of what they came to, of a peer that is well or is not. */
const probeEveryMs = 4000;
const noteEveryMs = { well: 30_000, unwell: 5000 } as const;
/** The share of a new round trip in the smoothed one (github.com/xiang90/probing, status.go). */
const smoothing = 0.125;
/** Bounds of etcd_network_peer_round_trip_time_seconds (rafthttp, metrics.go). */
const bounds = doubling(0.0001, 16);
/** Silence that ends a connection of Raft’s messages (rafthttp, ConnReadTimeout). */
const readTimeoutMs = 5000;
/** Processor time of a probe’s answer, and of a TLS handshake (assumed: an apiserver’s). */
const answerMs = 0.2;
const handshakeMs = 2;

/**
 * The two ways that each peer is probed on (rafthttp, transport.go): as Raft’s messages go, where a connection is never kept for the next
 * probe and a silent one is given up; and as snapshots go, over a connection that is kept, and waited on for as long as TCP tries.
 */
const ways: readonly ConnectionUse[] = ['new', 'pooled'];

/** Probes every peer for as long as the process runs. Its draws, and those of its packets, are its own. */
export function probePeers(options: ProbeOptions): PeerProbes {
  const { network, process, on, id, places, nameOf, random } = options;
  const histograms = new Map<string, Histogram>();
  const note = (peer: number, ms: number): void => {
    const name = nameOf(peer);
    if (name === undefined) return;
    const known = histograms.get(name) ?? roundTripsTo(name);
    histograms.set(name, known);
    known.observe(ms / 1000);
  };
  const packets = network.apart(random.fork('packets'));
  places.forEach((to, peer) => {
    if (peer === id) return;
    for (const use of ways) {
      // A client of its own: the connections of one way are not another's.
      const http = httpClient(packets, process, on);
      keepProbing({
        ...options,
        http,
        to,
        use,
        draw: random.fork(`${use} ${peer}`).next,
        note: (ms) => note(peer, ms),
      });
    }
  });
  return {
    histograms: () => [...histograms.values()].map((one) => one.text()),
  };
}

function roundTripsTo(name: string): Histogram {
  return histogram({ name: 'etcd_network_peer_round_trip_time_seconds', labels: `To="${name}"`, bounds });
}

interface Probing extends Pick<ProbeOptions, 'process' | 'electionTimeoutMs' | 'warm'> {
  readonly http: HttpClient;
  readonly to: Place;
  readonly use: ConnectionUse;
  readonly draw: () => number;
  readonly note: (smoothedMs: number) => void;
}

/** One probe after the other: one that waits for its answer holds up the next. */
function keepProbing({ process, electionTimeoutMs, warm, http, to, use, draw, note }: Probing): void {
  // rafthttp gives a dial 1 s and an election timeout.
  const dialMs = 1000 + electionTimeoutMs;
  let smoothedMs: number | undefined;
  let well = warm;
  let dueAt = process.now();
  const probe = (): void => {
    const sentAt = process.now();
    const stands = http.hasIdle(to);
    const limit = use === 'new' ? { timeoutMs: readTimeoutMs } : stands ? {} : { timeoutMs: dialMs };
    // What has been running for long made its connection long ago.
    const counts = !warm || smoothedMs !== undefined || stands || use === 'new';
    http.call(
      { method: 'GET', path: '/raft/probing', headers: {}, body: undefined },
      { to, use, tls: true, ...limit },
      {
        done: ({ answer }) => {
          well = answer?.status === 200;
          const ms = process.now() - sentAt;
          // A mean of nothing begins at 0, as etcd’s does; of long ago at what is usual.
          if (well && counts) smoothedMs = (1 - smoothing) * (smoothedMs ?? (warm ? ms : 0)) + smoothing * ms;
          dueAt = Math.max(dueAt + probeEveryMs, process.now());
          process.after(dueAt - process.now(), probe);
        },
      },
    );
  };
  const look = (): void => {
    if (smoothedMs !== undefined || !warm) note(smoothedMs ?? 0);
    process.after(well ? noteEveryMs.well : noteEveryMs.unwell, look);
  };
  // Tickers of a member that has been running for long are anywhere in their periods.
  const first = (periodMs: number): number => periodMs * (warm ? draw() : 1);
  dueAt += first(probeEveryMs);
  process.after(dueAt - process.now(), probe);
  process.after(warm ? first(noteEveryMs.well) : noteEveryMs.unwell, look);
}

/** Answers the probes of a peer that has connected. */
export function answerProbes(socket: Socket, { process, on }: Pick<ProbeOptions, 'process' | 'on'>): void {
  acceptHttp(socket, {
    process,
    on,
    port: socket.local.port,
    handshake: (done) => void process.work(handshakeMs, done),
    handler: (exchange) => void process.work(answerMs, () => exchange.answer({ status: 200, body: '{"OK":true}' })),
  });
}
