import { expect } from 'chai';
import type { QueryObservation } from '../../src/core/observation.ts';
import { judgeTimeline } from '../../src/judge/judge-timeline.ts';
import { unasked } from '../../src/prometheus/ask-queries.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import { timelineOf } from '../support/timeline-builder.ts';

const text = (more: string, objective = '<= 1%'): string => `
apiVersion: aftershock/v1
kind: Scenario
metadata: { name: mine }
spec:
  hypothesis: it stands
  timeline: { baseline: 30s, recovery: 60s }
  indicators:
    - name: query.errors
      type: prometheus
      unit: ratio
      with: { url: 'https://prometheus:9090', query: 'sum(rate(errors[30s]))', auth: { bearerEnv: TOKEN } }
${more}
  slos:
    - { sli: query.errors, objective: '${objective}' }
`;
const load = (content: string) => loadScenario({ file: 'mine.yaml', text: content }, registries);
const complaint = (content: string): string => {
  try {
    load(content);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

describe('indicators of a scenario’s own', () => {
  it('can be named by its objectives, in their own unit', () => {
    const { queries, slos } = load(text(''));
    expect(slos[0]).to.deep.include({ sli: 'query.errors', bound: 0.01 });
    expect(queries?.[0]).to.deep.equal({
      name: 'query.errors',
      unit: 'ratio',
      better: 'lower',
      url: 'https://prometheus:9090',
      query: 'sum(rate(errors[30s]))',
      take: 'max',
      stepMs: 5000,
      timeoutMs: 10_000,
      auth: { bearerEnv: 'TOKEN' },
      tls: { caFile: undefined, insecure: false },
    });
    expect(complaint(text('', '<= 3s'))).to.include('spec.slos[0].objective');
  });

  it('have names of their own, and guard nothing: nobody knows them before the run is over', () => {
    expect(
      complaint(text("    - { name: query.errors, type: prometheus, unit: s, with: { url: 'http://p', query: up } }")),
    ).to.include('another indicator is called "query.errors" already');
    expect(complaint(text('').replace('query.errors', 'errors'))).to.include('begins with "query."');
    expect(complaint(text("  abort: ['query.errors > 50% for 10s']"))).to.include(
      'there is no indicator "query.errors"',
    );
  });

  it('are judged by the answers that the timeline holds, and leave the run inconclusive without one', () => {
    const { queries = [], slos } = load(text(''));
    const [refused] = unasked(queries, 180_000, 'no answer');
    const { error, ...answer } = refused!;
    expect(error).to.equal('no answer');
    const judged = (observations: readonly QueryObservation[]) =>
      judgeTimeline(timelineOf({ observations }), { slos, faults: [] }).results[0];
    expect(judged([{ ...answer, points: [[40_000, 0.005]] }])).to.include({ status: 'met' });
    expect(judged([{ ...answer, points: [[40_000, 0.5]] }])).to.include({ status: 'missed' });
    expect(judged([])).to.include({ status: 'unmeasured' });
  });
});
