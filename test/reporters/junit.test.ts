import { expect } from 'chai';
import type { RunReport } from '../../src/core/report.ts';
import { junit } from '../../src/reporters/junit.ts';
import { markupFaults } from '../support/markup-faults.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const render = (changed: Partial<RunReport> = {}): string => junit.render({ ...report, ...changed }, timeline);

/** The element of one case. */
function caseOf(xml: string, name: string): string {
  return new RegExp(`<testcase[^>]*name="${name}[^>]*>.*?</testcase>`, 's').exec(xml)?.[0] ?? '';
}

describe('junit', () => {
  it('is well-formed, with a suite for the scenario and a case for each objective', () => {
    const xml = render();
    expect(markupFaults(xml)).to.deep.equal([]);
    expect(xml).to.include('<testsuite name="az-failure" tests="6" failures="1" errors="0" skipped="1"');
    expect(xml.match(/<testcase /g)).to.have.length(6);
  });

  it('calls a missed objective a failure, with its numbers as properties', () => {
    const missed = caseOf(render(), 'api.recoveryAfterHeal');
    expect(missed).to.include('<failure type="objective-missed" message="never recovered');
    expect(missed).to.include('<property name="measured" value="≥ 2 m 10 s"/>');
    expect(missed).to.include('<property name="censored" value="true"/>');
  });

  it('skips what was not measured, without a value, and lets the run as a whole be an error', () => {
    const unmeasured = caseOf(render(), 'dns.availability');
    expect(unmeasured).to.include('<skipped message="');
    const slos = report.slos.filter(({ status }) => status !== 'missed');
    const xml = render({ slos, verdict: 'inconclusive', reasons: ['dns.availability could not be judged'] });
    expect(caseOf(xml, 'dns.availability')).to.include('<skipped');
    expect(caseOf(xml, 'api.recovery ')).to.not.match(/<(error|failure|skipped)/);
    expect(caseOf(xml, 'the run as a whole')).to.include('<error').and.include('dns.availability could not be judged');
    expect(unmeasured).not.to.match(/name="(value|measured|samples|score)"/);
  });

  it('calls what was not exercised skipped', () => {
    const xml = render({ slos: [{ ...report.slos[0]!, status: 'skipped', reason: 'no fault touched it' }] });
    expect(xml).to.include('<skipped message="no fault touched it"/>');
  });

  it('passes no objective of a run that is inconclusive', () => {
    const validity = [{ check: 'control stream', status: 'failed' as const, detail: 'an outage' }];
    const xml = render({ validity, verdict: 'inconclusive', reasons: ['the control stream had an outage'] });
    expect(caseOf(xml, 'api.recovery ')).to.include('<error').and.include('the control stream had an outage');
  });

  it('fails where the run failed for another reason than an objective', () => {
    const slos = report.slos.filter(({ status }) => status === 'met');
    const xml = render({ slos, verdict: 'fail', reasons: ['2 acknowledged writes were lost'] });
    expect(caseOf(xml, 'the run as a whole')).to.include('<failure').and.include('2 acknowledged writes were lost');
  });

  it('is never empty, so that CI cannot take nothing for a pass', () => {
    const empty = emptyRun();
    expect(junit.render({ ...empty.report, slos: [] }, timeline)).to.include('tests="1" failures="0" errors="1"');
  });

  it('escapes what came from outside, and drops what XML cannot hold', () => {
    const xml = render({ slos: [{ ...report.slos[1]!, reason: 'a "b" <c> & \u0007 ]]>' }] });
    expect(xml).to.include('message="a &quot;b&quot; &lt;c&gt; &amp; \ufffd ]]&gt;"');
  });
});
