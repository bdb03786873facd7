import { expect } from 'chai';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import { within } from '../../src/runner/within.ts';

const thrownBy = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const never = (): Promise<never> => new Promise(() => undefined);

describe('within', () => {
  it('gives what the work gives, and leaves no timer behind', async () => {
    const clock = virtualClock();
    const value = await clock.run(() => within({ clock, ms: 1000, what: 'it' }, async () => 7));
    expect(value).to.equal(7);
    expect(clock.now()).to.equal(0);
  });

  it('rejects as the work does', async () => {
    const clock = virtualClock();
    const work = (): Promise<never> => Promise.reject(new Error('no'));
    const error = await clock.run(() => thrownBy(within({ clock, ms: 1000, what: 'it' }, work)));
    expect(error).to.have.property('message', 'no');
  });

  it('gives up work that ignores its signal', async () => {
    const clock = virtualClock();
    const error = await clock.run(() => thrownBy(within({ clock, ms: 1500, what: 'the heal' }, never)));
    expect(error).to.have.property('message', 'the heal was not done within 1.5s');
    expect(clock.now()).to.equal(1500);
  });

  it('aborts the work’s own signal at the limit', async () => {
    const clock = virtualClock();
    let signal: AbortSignal | undefined;
    await clock.run(() =>
      thrownBy(
        within({ clock, ms: 10, what: 'it' }, (own) => {
          signal = own;
          return never();
        }),
      ),
    );
    expect(signal?.aborted).to.equal(true);
  });

  it('ends early with the outer signal, with its reason', async () => {
    const clock = virtualClock();
    const outer = new AbortController();
    clock.at(50, () => outer.abort(new Error('enough')));
    const limit = { clock, ms: 1000, what: 'it', signal: outer.signal };
    const error = await clock.run(() => thrownBy(within(limit, never)));
    expect(error).to.have.property('message', 'enough');
    expect(clock.now()).to.equal(50);
  });

  it('lets interrupted work come to its end within the grace', async () => {
    const clock = virtualClock();
    const outer = new AbortController();
    clock.at(50, () => outer.abort(new Error('enough')));
    const limit = { clock, ms: 1000, what: 'it', signal: outer.signal, graceMs: 100 };
    const value = await clock.run(() =>
      within(limit, async (own) => {
        await clock.sleep(900, own);
        await clock.sleep(60);
        return 'tidied';
      }),
    );
    expect(value).to.equal('tidied');
    expect(clock.now()).to.equal(110);
  });
});
