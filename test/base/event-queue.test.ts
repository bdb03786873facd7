import { expect } from 'chai';
import fc from 'fast-check';
import type { Event } from '../../src/base/event-heap.ts';
import { EventQueue } from '../../src/base/event-queue.ts';

/** What is done to a queue: `ask` for something in so many ms, `callOff` the n-th that was asked for, or take the next one out. */
const steps = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ ask: fc.constantFrom(0, 1, 3.7, 250, 500, 500, 5000, 5000.2, 60_000) }) },
    { weight: 3, arbitrary: fc.record({ callOff: fc.nat(200) }) },
    { weight: 3, arbitrary: fc.constant({ take: true } as const) },
  ),
  { maxLength: 400 },
);

describe('EventQueue', () => {
  it('gives out what is left by instant, and at one instant as it was asked for', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const queue = new EventQueue();
        const asked: Event[] = [];
        let left: Event[] = [];
        let now = 0;
        const takeOne = (): void => {
          const next = queue.take();
          left.sort((a, b) => a.at - b.at || a.order - b.order);
          expect(next).to.equal(left.shift());
          if (next === undefined) return;
          now = next.at;
          next.action = undefined;
        };
        for (const step of list) {
          if ('ask' in step) {
            const event = queue.add(now + step.ask, step.ask, () => undefined);
            asked.push(event);
            left.push(event);
          } else if ('callOff' in step) {
            const event = asked[step.callOff];
            if (event === undefined) continue;
            queue.callOff(event);
            left = left.filter((one) => one !== event);
          } else takeOne();
        }
        for (let more = left.length; more >= 0; more -= 1) takeOne();
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its order when thousands are called off, and counts what was asked for', () => {
    const queue = new EventQueue();
    const events = Array.from({ length: 20_000 }, (_, n) =>
      queue.add(n % 2 === 0 ? 5000 + n : n, 5000, () => undefined),
    );
    events.forEach((event, n) => {
      if (n % 7 !== 0) queue.callOff(event);
    });
    const taken: number[] = [];
    for (let event = queue.take(); event !== undefined; event = queue.take()) taken.push(event.at);
    expect(taken).to.have.length(Math.ceil(20_000 / 7));
    expect(taken).to.deep.equal([...taken].sort((a, b) => a - b));
    expect(queue.asked).to.equal(20_000);
  });

  it('does not take what is due a hair before its forerunner for its successor', () => {
    const queue = new EventQueue();
    const late = queue.add(5000.000_000_1, 5000, () => undefined);
    const early = queue.add(5000, 5000, () => undefined);
    expect([queue.take(), queue.take(), queue.take()]).to.deep.equal([early, late, undefined]);
  });
});
