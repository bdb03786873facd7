import { expect } from 'chai';
import { k6Reader } from '../../../src/backends/k6/points.ts';
import type { Observation } from '../../../src/core/observation.ts';

const started = Date.parse('2026-01-01T00:00:00Z');

function read(
  ...points: readonly (readonly [metric: string, value: number, tags?: Record<string, string>])[]
): readonly Observation[] {
  const seen: Observation[] = [];
  const feed = k6Reader({ startedAtUnixMs: started, timeoutMs: 5000 }, (one) => seen.push(one));
  feed('{"type":"Metric","metric":"http_reqs","data":{}}');
  feed('{"type":"Point","metric":"http_req');
  for (const [metric, value, tags] of points) {
    feed(
      JSON.stringify({ type: 'Point', metric, data: { time: '2026-01-01T00:00:10.500Z', value, tags: tags ?? null } }),
    );
  }
  return seen;
}

describe('k6Reader', () => {
  it('puts the points of a request together, with the time to connect', () => {
    const parts = [
      ['http_reqs', 1, { status: '200' }],
      ['http_req_duration', 30],
      ['http_req_blocked', 100],
      ['http_req_connecting', 20],
      ['http_req_tls_handshaking', 30],
      ['http_req_sending', 1],
      ['http_req_waiting', 25],
      ['http_req_receiving', 4],
      ['http_req_failed', 0],
    ] as const;
    expect(read(...parts)).to.deep.equal([{ kind: 'load', at: 10_320, ms: 180, good: true, status: 200 }]);
  });

  it('charges a failure its time-out, which k6 gives as 0', () => {
    const refused = [
      ['http_reqs', 1, { status: '0', error: 'connection refused' }],
      ['http_req_blocked', 0],
      ['http_req_failed', 1],
    ] as const;
    expect(read(...refused)).to.deep.equal([
      { kind: 'load', at: 10_500, ms: 5000, good: false, error: 'connection refused' },
    ]);
    expect(read(['http_reqs', 1, { status: '503' }], ['http_req_failed', 1])[0]).to.include({
      status: 503,
      error: 'status 503',
    });
  });

  it('tells of iterations that were dropped', () => {
    expect(read(['dropped_iterations', 3])).to.deep.equal([{ kind: 'load-dropped', at: 10_500, count: 3 }]);
  });
});
