import type { Random } from '../../../base/random.ts';
import type { Cancel, Process } from '../engine/process.ts';
import type { Ending, Interface, Network, Socket } from '../network/network.ts';
import type { Result } from '../store/store.ts';
import { type EtcdClient, EtcdError, type EtcdWatch } from './etcd.ts';
import type { Proposed } from './ledger.ts';
import { type Ask, clientPort, type Reply } from './protocol.ts';

export interface EtcdClientOptions {
  readonly network: Network;
  readonly process: Process;
  /** Of the member, and of who asks: they share a machine. */
  readonly on: Interface;
  readonly random: Random;
  /** Whether it asks again. */
  readonly retries: boolean;
}

interface Call {
  /** Undefined: a read. */
  readonly command: Proposed | undefined;
  readonly good: (answer: number | Result | undefined) => void;
  readonly bad: (error: EtcdError) => void;
  readonly disarm: Cancel;
  tries: number;
  /** On the connection that it was last sent over; 0: none yet. */
  id: number;
}

/** What the apiserver sets (k8s.io/apiserver, storagebackend/factory/etcd3.go). */
const keepaliveMs = 30_000;
const keepaliveTimeoutMs = 10_000;
/** grpc-go, backoff.DefaultConfig and the least time for one attempt. */
const backoff = { firstMs: 1000, factor: 1.6, jitter: 0.2, longestMs: 120_000, attemptMs: 20_000 };
/** etcd's client asks again for reads, so often (client/v3/options.go). */
const retryMs = 25;
const mostRetries = 100;

/** The client of one process. */
export function etcdClient(options: EtcdClientOptions): EtcdClient {
  const connection = new Connection(options);
  return {
    write: (command, deadlineAt) => connection.call(command, deadlineAt) as Promise<Result | undefined>,
    readIndex: (deadlineAt) => connection.call(undefined, deadlineAt) as Promise<number>,
    watch: connection.watch,
    connected: connection.connected,
  };
}

class Connection {
  readonly #options: EtcdClientOptions;
  #socket: Socket | undefined;
  #isReady = false;
  #everReady: (() => void)[] = [];
  #waitMs = backoff.firstMs;
  #heardAt = 0;
  #count = 0;
  readonly #sent = new Map<number, Call>();
  /** For a connection: gRPC's wait-for-ready. */
  #waiting = new Set<Call>();
  #watcher: EtcdWatch | undefined;

  constructor(options: EtcdClientOptions) {
    this.#options = options;
    this.#dial();
  }

  readonly call = (command: Proposed | undefined, deadlineAt: number | undefined): Promise<unknown> =>
    new Promise((good, bad) => {
      const { process } = this.#options;
      const disarm =
        deadlineAt === undefined ? () => undefined : process.after(deadlineAt - process.now(), () => this.#drop(call));
      const call: Call = { command, good, bad, disarm, tries: 0, id: 0 };
      this.#send(call);
    });

  readonly watch = (watch: EtcdWatch): Cancel => {
    this.#watcher = watch;
    if (this.#isReady) this.#say({ kind: 'watch' });
    return () => {
      if (this.#watcher === watch) this.#watcher = undefined;
    };
  };

  readonly connected = (patienceMs: number): Promise<void> =>
    new Promise((resolve, reject) => {
      if (this.#isReady) {
        resolve();
        return;
      }
      this.#everReady.push(resolve);
      this.#options.process.after(patienceMs, () =>
        reject(new EtcdError('DeadlineExceeded', 'context deadline exceeded')),
      );
    });

  #say(ask: Ask): void {
    this.#socket?.send(ask);
  }

  #send(call: Call): void {
    if (!this.#isReady) {
      this.#waiting.add(call);
      return;
    }
    const id = ++this.#count;
    call.id = id;
    this.#sent.set(id, call);
    this.#say(call.command === undefined ? { kind: 'read', id } : { kind: 'write', id, command: call.command });
  }

  /** Its deadline has passed. */
  #drop(call: Call): void {
    this.#waiting.delete(call);
    if (this.#sent.get(call.id) === call) this.#sent.delete(call.id);
    call.tries = Infinity;
    call.bad(new EtcdError('DeadlineExceeded', 'context deadline exceeded'));
  }

  #dial(): void {
    const { network, process, on } = this.#options;
    const socket = network.dial(process, on, { address: on.address, port: clientPort }, () => undefined);
    this.#socket = socket;
    // A frozen member's kernel accepts; nobody says hello.
    const giveUp = process.after(backoff.attemptMs, () => {
      socket.close();
      this.#lost('timeout');
    });
    socket.onMessage = (raw) => {
      this.#heardAt = process.now();
      const message = raw as Reply;
      if (message.kind === 'ready') {
        giveUp();
        this.#ready(socket);
      } else this.#heard(message);
    };
    socket.onEnd = (ending) => {
      giveUp();
      this.#lost(ending);
    };
  }

  #ready(socket: Socket): void {
    this.#isReady = true;
    this.#waitMs = backoff.firstMs;
    for (const told of this.#everReady.splice(0)) told();
    if (this.#watcher !== undefined) this.#say({ kind: 'watch' });
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const call of waiting) this.#send(call);
    this.#keepAlive(socket);
  }

  #keepAlive(socket: Socket): void {
    const { process } = this.#options;
    const look = (): void => {
      if (!socket.isOpen || this.#socket !== socket) return;
      const silentMs = process.now() - this.#heardAt;
      // A remainder below a millisecond may be too small to move the clock at all.
      if (silentMs < keepaliveMs - 1) {
        process.after(keepaliveMs - silentMs, look);
        return;
      }
      const askedAt = process.now();
      socket.send({ kind: 'ping' });
      process.after(keepaliveTimeoutMs, () => {
        if (this.#heardAt > askedAt) look();
        else if (socket.isOpen && this.#socket === socket) {
          socket.close();
          this.#lost('timeout');
        }
      });
    };
    process.after(keepaliveMs, look);
  }

  #lost(ending: Ending): void {
    const { process, random, retries } = this.#options;
    const wasReady = this.#isReady;
    this.#isReady = false;
    this.#socket = undefined;
    const calls = [...this.#sent.values()];
    this.#sent.clear();
    for (const call of calls) {
      // What may have been carried out is not sent again.
      if (call.command === undefined && retries) this.#waiting.add(call);
      else this.#fail(call, `rpc error: code = Unavailable desc = ${reasons[ending]}`);
    }
    const jitter = 1 + backoff.jitter * (2 * random.next() - 1);
    // A connection that was good is made again at once; one that could not be made, later each time.
    const waitMs = wasReady ? 0 : this.#waitMs * jitter;
    if (!wasReady) this.#waitMs = Math.min(backoff.longestMs, this.#waitMs * backoff.factor);
    process.after(waitMs, () => this.#dial());
  }

  #fail(call: Call, message: string): void {
    call.disarm();
    call.bad(new EtcdError('Unavailable', message));
  }

  #heard(message: Reply): void {
    if (message.kind === 'progress') this.#watcher?.progress(message.revision);
    else if (message.kind === 'cancelled') {
      const watcher = this.#watcher;
      this.#watcher = undefined;
      watcher?.ended(message.message);
    } else if ('id' in message) {
      const call = this.#sent.get(message.id);
      if (call === undefined) return;
      this.#sent.delete(message.id);
      if (message.kind === 'failed') this.#refused(call, message);
      else {
        call.disarm();
        call.good(message.kind === 'read' ? message.revision : message.result);
      }
    }
  }

  /** Where it asks again at all: reads; a write only when the member's deadline passed before it was sent (client/v3/retry_interceptor.go). */
  #refused(call: Call, { code, message }: { readonly code: EtcdError['code']; readonly message: string }): void {
    const { process, random, retries } = this.#options;
    const again = retries && code === (call.command === undefined ? 'Unavailable' : 'DeadlineExceeded');
    call.tries += 1;
    if (!again || call.tries > mostRetries) {
      call.disarm();
      call.bad(new EtcdError(code, message));
      return;
    }
    process.after(retryMs * (0.9 + 0.2 * random.next()), () => {
      // Meanwhile its deadline may have passed.
      if (call.tries !== Infinity) this.#send(call);
    });
  }
}

const loopback = 'error reading from server: read tcp 127.0.0.1->127.0.0.1:2379: read:';
const reasons: Readonly<Record<Ending, string>> = {
  closed: 'error reading from server: EOF',
  reset: `${loopback} connection reset by peer`,
  refused:
    'connection error: desc = "transport: Error while dialing: dial tcp 127.0.0.1:2379: connect: connection refused"',
  unreachable: `${loopback} no route to host`,
  timeout: 'keepalive ping failed to receive ACK within timeout',
  untrusted: 'connection error: desc = "transport: authentication handshake failed"',
};
