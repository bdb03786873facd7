import { expect } from 'chai';
import { countSent, runStreams } from '../../../src/backends/prober/run-streams.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { RequestObservation } from '../../../src/core/observation.ts';
import { type StreamSpec, streamId } from '../../../src/core/stream.ts';

const target = { name: 'cp-1', role: 'apiserver', node: 'cp-1' } as const;
const stream = (periodMs: number, phaseMs: number): StreamSpec => ({
  id: streamId(target, 'readyz', 'new'),
  target,
  operation: 'readyz',
  connection: 'new',
  periodMs,
  phaseMs,
  timeoutMs: 1000,
  goodWithinMs: 1000,
});

describe('countSent', () => {
  it('counts what was due from the clock, whatever was sent', () => {
    expect(countSent([stream(100, 0)], [5], 1000, 2000)).to.deep.equal({ planned: 11, sent: 5 });
    expect(countSent([stream(100, 50)], [10], 1000, 1049)).to.deep.equal({ planned: 0, sent: 0 });
  });

  it('lets no stream make up for another', () => {
    expect(countSent([stream(100, 0), stream(100, 0)], [14, 8], 0, 1000)).to.deep.equal({ planned: 22, sent: 19 });
  });

  it('plans nothing for streams that began after the end', () => {
    expect(countSent([stream(100, 0)], [0], Infinity, 1000)).to.deep.equal({ planned: 0, sent: 0 });
  });
});

describe('runStreams', () => {
  it('says of requests whose time was over before it came to them that they were not sent', async () => {
    const stop = new AbortController();
    const seen: RequestObservation[] = [];
    let now = 0;
    const clock: Clock = {
      startedAtUnixMs: 0,
      now: () => now,
      // The first wait lasts 1150 ms too long, as if the thread had been stopped; the stop comes in it.
      sleep: async (ms, signal) => {
        if (signal !== stop.signal) return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
        now += ms + 1150;
        stop.abort();
      },
    };
    const endpoint = { target: 'cp-1', url: 'http://127.0.0.1:9', namespace: 'probes' };
    const sent = await runStreams({
      streams: [stream(100, 0)],
      endpoints: [endpoint],
      clock,
      emit: (observation) => seen.push(observation),
      signal: stop.signal,
    });
    const unsent = seen.filter(({ detail }) => detail?.startsWith('not sent'));
    expect(unsent.map(({ scheduledAt }) => scheduledAt)).to.deep.equal([0, 100]);
    expect(unsent[0]).to.include({ good: false, error: 'other', sentAt: 1150 });
    expect(sent).to.deep.equal([10]);
    expect(seen).to.have.length(12);
  });
});
