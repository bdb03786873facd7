import type { Clock } from '../../base/clock.ts';
import type { Connection, Exchange } from './connection.ts';

/** Where a stream has its connections from. */
export interface Connections {
  /** A connection that is idle, for this exchange from now on; undefined: there is none. */
  readonly idle: (exchange: Exchange) => Connection | undefined;
  /** Takes back a connection whose answer was read, and which may be kept for `keepMs`. */
  readonly giveBack: (connection: Connection, keepMs: number) => void;
  /** Lets the idle ones go, and keeps none any more. */
  readonly close: () => void;
}

/** Each for one request. */
export const connectionsOnce: Connections = {
  idle: () => undefined,
  giveBack: (connection) => connection.finish(),
  close: () => undefined,
};

/**
 * After a stall there is one for each request that was due in it: those above so many go one by one, with the requests that follow, as
 * closing a connection costs more than reading an answer, and of many that come at once the last would wait for it.
 */
const maxIdle = 64;
/** A server counts from its last byte, which came earlier: so long before it would close a connection, none is taken. */
const marginMs = 1000;

/**
 * A pool of kept-alive connections, last in first out. One that ends, fails or speaks while it is idle leaves it quietly; one
 * that the server said it would close about now is not taken (Keep-Alive: timeout).
 */
export function connectionPool(clock: Clock): Connections {
  const waiting: Idle[] = [];
  let isClosed = false;
  const leave = (one: Idle): void => {
    const index = waiting.lastIndexOf(one);
    if (index !== -1) waiting.splice(index, 1);
    one.connection.drop();
  };
  return {
    idle: (exchange) => {
      if (waiting.length > maxIdle) waiting.shift()?.connection.finish();
      for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
        if (clock.now() < one.untilAt && one.connection.usable) {
          one.connection.exchange = exchange;
          return one.connection;
        }
        one.connection.drop();
      }
      return undefined;
    },
    giveBack: (connection, keepMs) => {
      const forMs = keepMs - Math.min(marginMs, keepMs / 2);
      if (isClosed || !(forMs > 0) || !connection.usable) {
        connection.finish();
        return;
      }
      const one = new Idle(connection, clock.now() + forMs, leave);
      connection.exchange = one;
      waiting.push(one);
    },
    close: () => {
      isClosed = true;
      for (const { connection } of waiting.splice(0)) connection.drop();
    },
  };
}

/** A connection in the pool: whatever is heard of it, it has to leave. */
class Idle implements Exchange {
  readonly connection: Connection;
  readonly untilAt: number;
  readonly #leave: (one: Idle) => void;

  constructor(connection: Connection, untilAt: number, leave: (one: Idle) => void) {
    this.connection = connection;
    this.untilAt = untilAt;
    this.#leave = leave;
  }

  connected(): void {
    // It was, before.
  }

  secured(): void {
    // It was, before.
  }

  received(): void {
    this.#leave(this);
  }

  ended(): void {
    this.#leave(this);
  }

  failed(): void {
    this.#leave(this);
  }

  closed(): void {
    this.#leave(this);
  }
}
