import { expect } from 'chai';
import { type Look, mendsWithinMs, waitOut } from '../../../src/backends/kube/wait-out.ts';
import { virtualClock } from '../../../src/base/virtual-clock.ts';
import type { Problem } from '../../../src/core/errors.ts';

const starting: Problem = { check: 'chaos-mesh', message: '5 of 6', hint: 'Look.', mendsItself: true };
const lasting: Problem = { check: 'needs', message: 'no sch_netem', hint: 'Load it.' };

interface Outcome {
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
  readonly tookMs: number;
}

async function waited(looks: readonly Look[], signal = new AbortController().signal): Promise<Outcome> {
  const clock = virtualClock(0);
  return clock.run(async () => {
    const notes: string[] = [];
    const problems = await waitOut(looks, { clock, signal, note: (text) => notes.push(text) });
    return { problems, notes, tookMs: clock.now() };
  });
}

/** Finds these, one look after the other, then the last for ever; and how often it looked. */
function finding(...each: readonly (readonly Problem[])[]): { readonly look: Look; readonly count: () => number } {
  let count = 0;
  const look: Look = async () => {
    count += 1;
    return each[Math.min(count, each.length) - 1] ?? [];
  };
  return { look, count: () => count };
}

describe('waitOut', () => {
  it('waits while all that is in the way mends itself, and says once for what', async () => {
    const { look } = finding([starting], [starting], [{ ...starting, message: 'no leader' }], []);
    expect(await waited([look])).to.deep.equal({
      problems: [],
      notes: ['waiting up to 3m: 5 of 6', 'waiting up to 2m56s: no leader'],
      tookMs: 6000,
    });
  });

  it('answers at once where anything does not mend itself, with everything', async () => {
    const { problems, notes, tookMs } = await waited([finding([starting]).look, finding([lasting]).look]);
    expect({ problems, notes, tookMs }).to.deep.equal({ problems: [starting, lasting], notes: [], tookMs: 0 });
  });

  it('gives up after a bounded time, with what it saw', async () => {
    const { problems, tookMs } = await waited([finding([starting]).look]);
    expect(tookMs).to.equal(mendsWithinMs);
    expect(problems).to.deep.equal([{ ...starting, message: '5 of 6, after 3m of waiting' }]);
  });

  it('does not look again at what was in order', async () => {
    const [clean, slow] = [finding([]), finding([starting], [starting], [])];
    await waited([clean.look, slow.look]);
    expect([clean.count(), slow.count()]).to.deep.equal([1, 3]);
  });

  it('ends with the reason of a person who does not want to wait', async () => {
    const stop = new AbortController();
    const look: Look = async () => {
      stop.abort(new Error('ctrl-c'));
      return [starting];
    };
    const error = await waited([look], stop.signal).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'ctrl-c');
  });
});
