import { expect } from 'chai';
import parsePrometheusTextFormat from 'parse-prometheus-text-format';
import { metricsTxt } from '../../src/reporters/metrics-txt.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const text = metricsTxt.render(report, timeline);

describe('metricsTxt, read by a parser', () => {
  const families = new Map(parsePrometheusTextFormat(text).map((family) => [family.name, family]));
  const valueOf = (name: string, labels: Readonly<Record<string, string>>): string | undefined =>
    families
      .get(name)
      ?.metrics.find((metric) => Object.entries(labels).every(([key, value]) => metric.labels?.[key] === value))?.value;

  it('gives back every indicator that was measured', () => {
    for (const [sli, { status, value, unit }] of Object.entries(report.slis)) {
      if (unit !== 'ms') continue;
      const read = valueOf('aftershock_sli_seconds', { sli, phase: 'all' });
      if (status === 'unmeasured' || value === undefined) expect(read, sli).to.equal(undefined);
      else expect(Number(read), sli).to.be.closeTo(value / 1000, 1e-9);
    }
  });

  it('gives back the score and what became of each objective', () => {
    expect(Number(valueOf('aftershock_score', {}))).to.be.closeTo(report.score!, 1e-9);
    for (const { sli, objective, status } of report.slos) {
      expect(valueOf('aftershock_slo_status', { sli, objective, aftershock_slo_status: status }), sli).to.equal('1');
    }
  });
});

describe('metricsTxt', () => {
  it('ends as OpenMetrics wants it, and no line is empty', () => {
    expect(text.endsWith('\n# EOF\n')).to.equal(true);
    expect(text).not.to.include('\n\n');
  });

  it('declares each family once, before its samples, and units that end its name', () => {
    const families = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    expect(new Set(families).size).to.equal(families.length);
    for (const [, name = '', unit = ''] of text.matchAll(/^# UNIT (\S+) (\S+)$/gm))
      expect(name.endsWith(`_${unit}`)).to.equal(true);
    let current = '';
    for (const line of text.split('\n')) {
      current = /^# TYPE (\S+)/.exec(line)?.[1] ?? current;
      if (/^[a-z]/.test(line)) expect(line.startsWith(current), line).to.equal(true);
    }
  });

  it('gives durations in seconds and marks lower bounds', () => {
    expect(text).to.include('aftershock_sli_seconds{sli="api.recovery",phase="all",censored="false"} 10.4\n');
    expect(text).to.include('aftershock_sli_seconds{sli="api.recoveryAfterHeal",phase="all",censored="true"} 130.2\n');
  });

  it('has no sample of what was not measured', () => {
    expect(text).not.to.match(/^aftershock_sli_\w+\{sli="dns.availability"/m);
    expect(text).to.match(/aftershock_slo_status\{sli="dns.availability".*aftershock_slo_status="unmeasured"\} 1/);
  });

  it('names the one verdict that holds', () => {
    expect([...text.matchAll(/aftershock_verdict="(\w+)"\} 1/g)].map(([, verdict]) => verdict)).to.deep.equal(['fail']);
  });

  it('says of a stream that never sent nothing rather than no outage', () => {
    const streams = timeline.streams.slice(0, 1);
    const empty = emptyRun();
    expect(metricsTxt.render(empty.report, { ...empty.timeline, streams })).not.to.include(
      'aftershock_stream_outages{',
    );
  });

  it('escapes label values', () => {
    const scenario = { ...report.scenario, name: 'a"b\\c\nd' };
    expect(metricsTxt.render({ ...report, scenario }, timeline)).to.include('scenario="a\\"b\\\\c\\nd"');
  });
});
