import type { Dialed, HttpConnection, Pending } from './client-connection.ts';
import type { HttpRequest } from './messages.ts';
import type { Ending } from '../network/network.ts';

/** The one connection to a place that all requests share. */
export interface SharedConnection {
  /** What carries the next request. */
  readonly take: () => HttpConnection;
  /** Breaks the connection if it stands; dials go on. */
  readonly break: () => void;
  readonly close: () => void;
}

/**
 * As Go's transport shares connections over HTTP/2: while there is none, each request dials one, and whichever is made first carries all
 * that wait, whoever dialed it. A dial that fails ends the request that began it, and no other; that a request is given up does not
 * end its dial. So many who ask find a way that is open again sooner than one alone (net/http, transport.go). A program that has been running
 * for long has its connection when the simulation begins: until that is made, once, nobody dials beside it.
 */
export function sharedConnection(dial: (told: Dialed) => HttpConnection, warm = false): SharedConnection {
  let isBeginning = warm;
  let made: HttpConnection | undefined;
  const dials = new Set<HttpConnection>();
  const waiting = new Set<Waiter>();
  const ready = (one: HttpConnection): void => {
    dials.delete(one);
    isBeginning = false;
    if (made?.usable() === true) {
      one.close();
      return;
    }
    made = one;
    const all = [...waiting];
    waiting.clear();
    for (const waiter of all) waiter.goes(one);
  };
  const begin = (waiter: Waiter): void => {
    waiting.add(waiter);
    if (isBeginning && dials.size > 0) return;
    const dialed = dial({
      ready,
      over: (ending) => {
        dials.delete(dialed);
        const failed = isBeginning ? [...waiting] : [waiter];
        isBeginning = false;
        for (const one of failed) if (waiting.delete(one)) one.fails(ending);
      },
    });
    dials.add(dialed);
  };
  return {
    take: () => (made?.usable() === true ? made : new Waiter(begin, (waiter) => void waiting.delete(waiter))),
    break: () => made?.close(),
    close: () => {
      made?.close();
      for (const one of [...dials]) one.close();
    },
  };
}

/** A request that was made while there was no connection. */
class Waiter implements HttpConnection {
  readonly #begin: (waiter: Waiter) => void;
  readonly #leave: (waiter: Waiter) => void;
  #asked: { readonly request: HttpRequest; readonly pending: Pending } | undefined;
  #carried: { readonly by: HttpConnection; readonly id: number } | undefined;

  constructor(begin: (waiter: Waiter) => void, leave: (waiter: Waiter) => void) {
    this.#begin = begin;
    this.#leave = leave;
  }

  send(request: HttpRequest, pending: Pending): number {
    this.#asked = { request, pending };
    this.#begin(this);
    return 0;
  }

  goes(by: HttpConnection): void {
    if (this.#asked === undefined) return;
    const { request, pending } = this.#asked;
    this.#carried = { by, id: by.send(request, pending) };
  }

  fails(ending: Ending): void {
    this.#asked?.pending.ended(ending);
  }

  cancel(): void {
    if (this.#carried === undefined) this.#leave(this);
    else this.#carried.by.cancel(this.#carried.id);
  }

  usable(): boolean {
    return this.#carried?.by.usable() ?? true;
  }

  isReused(): boolean {
    return false;
  }

  close(): void {
    this.cancel();
  }
}
