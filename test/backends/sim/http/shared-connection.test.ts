import { expect } from 'chai';
import type { Dialed, HttpConnection, Pending } from '../../../../src/backends/sim/http/client-connection.ts';
import { sharedConnection } from '../../../../src/backends/sim/http/shared-connection.ts';
import { noSight } from '../../../../src/backends/sim/http/sight.ts';

/** A dial that ends as it is told to, and what went over it. */
class FakeDial implements HttpConnection {
  readonly told: Dialed;
  readonly paths: string[] = [];
  readonly cancelled: number[] = [];
  #isOpen = true;

  constructor(told: Dialed) {
    this.told = told;
  }

  send({ path }: { readonly path: string }): number {
    return this.paths.push(path);
  }

  cancel(id: number): void {
    this.cancelled.push(id);
  }

  usable(): boolean {
    return this.#isOpen;
  }

  isReused(): boolean {
    return this.paths.length > 0;
  }

  close(): void {
    this.#isOpen = false;
  }
}

function setUp(warm = false): {
  readonly dials: FakeDial[];
  readonly ended: string[];
  readonly ask: (path: string) => () => void;
  readonly shared: ReturnType<typeof sharedConnection>;
} {
  const dials: FakeDial[] = [];
  const ended: string[] = [];
  const shared = sharedConnection((told) => {
    const dial = new FakeDial(told);
    dials.push(dial);
    return dial;
  }, warm);
  const ask = (path: string): (() => void) => {
    const pending: Pending = {
      sight: noSight(false),
      answered: () => undefined,
      ended: (ending) => ended.push(`${path} ${ending}`),
    };
    const connection = shared.take();
    const id = connection.send({ method: 'GET', path, headers: {}, body: undefined }, pending);
    return () => connection.cancel(id);
  };
  return { dials, ended, ask, shared };
}

describe('sharedConnection', () => {
  it('lets whichever dial is made first carry all that wait, and those that come after', () => {
    const { dials, ask } = setUp();
    ask('/a');
    ask('/b');
    const [first, second] = dials;
    second?.told.ready(second);
    ask('/c');
    expect(dials).to.have.length(2);
    expect(second?.paths).to.deep.equal(['/a', '/b', '/c']);
    // The other one comes too late.
    first?.told.ready(first);
    expect([first?.usable(), first?.paths]).to.deep.equal([false, []]);
  });

  it('ends with a dial that fails the request that began it, and no other', () => {
    const { dials, ended, ask } = setUp();
    ask('/a');
    ask('/b');
    dials[0]?.told.over('refused');
    expect(ended).to.deep.equal(['/a refused']);
    dials[1]?.told.ready(dials[1]);
    expect(dials[1]?.paths).to.deep.equal(['/b']);
  });

  it('goes on dialing for a request that was given up, and lets the next one have what is made', () => {
    const { dials, ended, ask } = setUp();
    ask('/a')();
    ask('/b');
    dials[0]?.told.ready(dials[0]);
    expect(dials[0]?.paths).to.deep.equal(['/b']);
    expect(ended).to.deep.equal([]);
  });

  it('does not dial beside the first connection of what has been running for long', () => {
    const { dials, ask } = setUp(true);
    ask('/a');
    ask('/b');
    expect(dials).to.have.length(1);
    dials[0]?.told.ready(dials[0]);
    expect(dials[0]?.paths).to.deep.equal(['/a', '/b']);
    dials[0]?.close();
    ask('/c');
    ask('/d');
    expect(dials).to.have.length(3);
  });

  it('ends all that wait for such a first one when it fails', () => {
    const { dials, ended, ask } = setUp(true);
    ask('/a');
    ask('/b');
    dials[0]?.told.over('timeout');
    expect(ended).to.deep.equal(['/a timeout', '/b timeout']);
  });

  it('takes a request back where it has gone, and dials anew when the connection is no more', () => {
    const { dials, ask, shared } = setUp();
    const takeBack = ask('/a');
    dials[0]?.told.ready(dials[0]);
    takeBack();
    expect(dials[0]?.cancelled).to.deep.equal([1]);
    shared.break();
    ask('/b');
    expect(dials).to.have.length(2);
  });
});
