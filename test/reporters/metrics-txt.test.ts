import { expect } from 'chai';
import { metricsTxt } from '../../src/reporters/metrics-txt.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const text = metricsTxt.render(report, timeline) as string;

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
