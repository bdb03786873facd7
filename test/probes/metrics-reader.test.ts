import { expect } from 'chai';
import fc from 'fast-check';
import type { MetricsPage } from '../../src/core/metrics.ts';
import type { MetricsObservation } from '../../src/core/observation.ts';
import { metricsReader } from '../../src/probes/metrics-reader.ts';

const page = (text: string): MetricsPage => ({ component: 'kube-apiserver', instance: 'cp-1', text });
const bucket = (labels: string, le: string, count: number): string =>
  `apiserver_request_sli_duration_seconds_bucket{${labels},le="${le}"} ${count}\n`;

describe('metricsReader', () => {
  const started = 'process_start_time_seconds 1700000000.5\n';

  it('sums series over the labels that nobody asks for, and leaves out what lasts as long as its client likes', () => {
    const get = 'verb="GET",resource="pods",scope="resource",component="apiserver",version="v1"';
    const text =
      started +
      bucket(get, '0.1', 3) +
      bucket(get, '+Inf', 4) +
      bucket(get.replace('v1', 'v2'), '0.1', 1) +
      bucket(get.replace('v1', 'v2'), '+Inf', 1) +
      bucket('verb="WATCH",resource="pods",scope="cluster"', '+Inf', 9) +
      bucket('verb="GET",resource="pods",subresource="log",scope="resource"', '+Inf', 9) +
      'apiserver_current_inflight_requests{request_kind="mutating"} 2\nsomething_else 3\n';
    expect(metricsReader().read(page(text), 7)).to.deep.equal({
      kind: 'metrics',
      at: 7,
      component: 'kube-apiserver',
      instance: 'cp-1',
      reachable: true,
      startedUnixMs: 1_700_000_000_500,
      values: { 'apiserver_current_inflight_requests{request_kind="mutating"}': 2 },
      histograms: {
        'apiserver_request_sli_duration_seconds{verb="GET",resource="pods",scope="resource"}': {
          bounds: [0.1],
          counts: [4, 5],
        },
      },
    });
  });

  it('tells only what changed, and everything anew of a new process', () => {
    const { read } = metricsReader();
    const text = (seconds: number, mutating: number): string =>
      `process_start_time_seconds ${seconds}\n` +
      `apiserver_current_inflight_requests{request_kind="mutating"} ${mutating}\n` +
      'apiserver_current_inflight_requests{request_kind="readOnly"} 1\n';
    expect(Object.keys(read(page(text(1, 1)), 0).values)).to.have.length(2);
    expect(read(page(text(1, 2)), 1).values).to.deep.equal({
      'apiserver_current_inflight_requests{request_kind="mutating"}': 2,
    });
    expect(Object.keys(read(page(text(2, 2)), 2).values)).to.have.length(2);
  });

  it('tells a histogram anew when one of its bounds counted, or came, or went', () => {
    const { read } = metricsReader();
    const told = (...bounds: (readonly [string, number])[]): unknown => {
      const lines = bounds.map(([le, count]) => bucket('verb="GET"', le, count)).join('');
      return read(page(started + lines), 0).histograms['apiserver_request_sli_duration_seconds{verb="GET"}'];
    };
    expect(told(['+Inf', 2], ['0.1', 1])).to.deep.equal({ bounds: [0.1], counts: [1, 2] });
    expect(told(['0.1', 1], ['+Inf', 2])).to.equal(undefined);
    expect(told(['0.1', 1], ['0.5', 2], ['+Inf', 2])).to.deep.equal({ bounds: [0.1, 0.5], counts: [1, 2, 2] });
    expect(told(['0.5', 2], ['+Inf', 2])).to.deep.equal({ bounds: [0.5], counts: [2, 2] });
    expect(told()).to.equal(undefined);
    expect(told(['0.5', 2], ['+Inf', 2])).to.deep.equal({ bounds: [0.5], counts: [2, 2] });
  });

  it('tells of each page what it would tell of it alone, but for what the page before told alike', () => {
    const inflight = (kind: string, value: number): string =>
      `apiserver_current_inflight_requests{request_kind="${kind}"} ${value}\n`;
    const counted = (labels: string, few: number, all: number): string =>
      bucket(labels, '0.1', few) + bucket(labels, '+Inf', all);
    const part = fc.constantFrom(
      started,
      'process_start_time_seconds 1700000009\n',
      'else 3\n',
      inflight('mutating', 1),
      inflight('mutating', 2),
      inflight('readOnly', 1),
      ...['verb="GET"', 'verb="GET",version="v1"', 'verb="PUT"'].flatMap((labels) => [
        counted(labels, 1, 2),
        counted(labels, 1, 3),
        bucket(labels, '0.5', 1),
      ]),
    );
    const all = (text: string): MetricsObservation => metricsReader().read(page(text), 0);
    const differing = (now: MetricsObservation, before: MetricsObservation | undefined): unknown => {
      const isAnother = before?.startedUnixMs !== now.startedUnixMs;
      return (['values', 'histograms'] as const).map((of) =>
        Object.entries(now[of]).filter(
          ([key, told]) => isAnother || JSON.stringify(told) !== JSON.stringify(before?.[of][key]),
        ),
      );
    };
    fc.assert(
      fc.property(fc.array(fc.array(part, { maxLength: 6 }), { maxLength: 8 }), (pages) => {
        const { read } = metricsReader();
        let before: MetricsObservation | undefined;
        for (const parts of pages) {
          const now = all(parts.join(''));
          const { values, histograms, startedUnixMs } = read(page(parts.join('')), 0);
          expect([Object.entries(values), Object.entries(histograms)]).to.deep.equal(differing(now, before));
          expect(startedUnixMs).to.equal(now.startedUnixMs);
          before = now;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('says why an instance has no page', () => {
    const seen = metricsReader().read({ component: 'etcd', instance: 'cp-1', error: 'refused' }, 3);
    expect(seen).to.include({ reachable: false, detail: 'refused' });
  });
});
