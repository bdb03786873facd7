import { expect } from 'chai';
import type { RequestObservation } from '../../../src/core/observation.ts';
import type { RunReport } from '../../../src/core/report.ts';
import type { Timeline } from '../../../src/core/timeline.ts';
import { reportPage } from '../../../src/reporters/html/page.ts';
import { markupFaults } from '../../support/markup-faults.ts';
import { emptyRun, sampleRun } from '../../support/sample-report.ts';

const sample = sampleRun();
const files = [{ file: 'run.json', summary: 'The whole report as data.' }];
const render = (report: Partial<RunReport> = {}, timeline: Partial<Timeline> = {}): string =>
  reportPage({ ...sample.report, ...report }, { ...sample.timeline, ...timeline }, files);

/** The row of the objectives' table that holds `text`. */
function objectiveRow(page: string, text: string): string {
  const section = page.slice(page.indexOf('id="objectives"'), page.indexOf('id="validity"'));
  return section.split(/<tr[^>]*>/).find((row) => row.includes(text)) ?? '';
}

describe('reportPage', () => {
  const page = render();

  it('is well-formed and small', () => {
    expect(markupFaults(page)).to.deep.equal([]);
    expect(page.length).to.be.lessThan(600_000);
  });

  it('needs no script and fetches nothing', () => {
    expect(page).not.to.match(/<script|javascript:|\son\w+=/i);
    expect(page).not.to.match(/\b(?:src|srcset|data|poster)="/);
    expect(page).not.to.match(/url\(|@import|https?:\/\//);
    expect(page).to.include("default-src 'none'");
    expect(
      [...page.matchAll(/href="([^"]*)"/g)].every(([, href = '']) => href.startsWith('#') || href === 'run.json'),
    ).to.equal(true);
  });

  it('leads with the verdict as a word, then the reasons, then the objectives, then validity and charts', () => {
    const order = [
      '>Failed<',
      'Why it failed',
      'had not recovered',
      'id="objectives"',
      'id="validity"',
      'id="timeline"',
      'id="rescheduling"',
      'id="indicators"',
      'id="faults"',
      'id="applied"',
      'id="errors"',
      'id="marks"',
      'id="repeat"',
    ];
    const places = order.map((text) => page.indexOf(text));
    expect(places).not.to.include(-1);
    expect(places).to.deep.equal(places.toSorted((a, b) => a - b));
  });

  it('shows a censored value as a lower bound', () => {
    expect(objectiveRow(page, 'api.recoveryAfterHeal')).to.include('≥ 2 m 10 s');
  });

  it('gives what was not measured neither a zero nor a tick', () => {
    const slos = sample.report.slos.map((slo) =>
      slo.status === 'unmeasured' ? { ...slo, value: 0, score: 0, headroom: 0 } : slo,
    );
    const row = objectiveRow(render({ slos }), 'dns.availability');
    expect(row).to.include('not measured');
    expect(row).not.to.match(/>0|0%|class="badge good"/);
  });

  it('escapes whatever came from outside', () => {
    const hostile = '"><script>alert(1)</script>\'&';
    const slo = { ...sample.report.slos[0]!, sli: hostile, objective: hostile, reason: hostile };
    const hostilePage = render({
      id: hostile,
      command: hostile,
      scenario: { name: hostile, title: hostile, hypothesis: hostile, text: hostile, overrides: [hostile] },
      backend: hostile,
      reasons: [hostile],
      slos: [slo],
      slis: { [hostile]: { status: 'unmeasured', unit: hostile, reason: hostile, definition: hostile, phases: {} } },
      validity: [{ check: hostile, status: 'failed', detail: hostile }],
      leftovers: [hostile],
      marks: [{ at: 0, kind: 'note', text: hostile }],
      versions: { [hostile]: hostile },
      topology: {
        nodes: [{ name: hostile, zone: hostile, role: hostile }],
        zones: [hostile],
        flags: { [hostile]: hostile },
      },
      faults: sample.report.faults.map((fault) => ({ ...fault, name: hostile, type: hostile, targets: [hostile] })),
      reschedules: sample.report.reschedules.map((row) => ({ ...row, lostPod: hostile, replacement: hostile })),
      applied: [{ kind: hostile, metadata: { name: hostile } }],
      stoppedBy: { code: 'aborted', message: `stopped ${hostile}`, hint: hostile },
    });
    expect(hostilePage).not.to.include('<script');
    expect(markupFaults(hostilePage)).to.deep.equal([]);
  });

  it('says SIMULATED of a rehearsal before anything else', () => {
    const rehearsal = render({ simulated: true, backend: 'sim' });
    expect(rehearsal.indexOf('SIMULATED</strong>')).to.be.lessThan(rehearsal.indexOf('<h1>'));
    expect(page).not.to.include('SIMULATED');
  });

  it('renders a run of which nothing was seen, its reason first, and claims nothing of it', () => {
    const { report, timeline } = emptyRun();
    const empty = reportPage(report, timeline, files);
    expect(markupFaults(empty)).to.deep.equal([]);
    expect(empty.indexOf('The steady state did not hold')).to.be.within(0, empty.indexOf('id="objectives"'));
    expect(empty).to.include('Why nothing can be concluded').and.include('No score: nothing was judged.');
    expect(empty)
      .to.include('Nothing was observed.')
      .and.include('No pod was watched.')
      .and.include('No request was sent.');
    expect(empty).not.to.match(/No replica was lost|No request was bad|NaN|Infinity|undefined/);
  });

  it('renders a saved report whose timeline is gone', () => {
    const alone = render({}, { observations: [], streams: [] });
    expect(markupFaults(alone)).to.deep.equal([]);
    expect(alone).not.to.match(/NaN|Infinity/);
  });

  it('has a title and a description for each chart, a table behind it, and no id twice', () => {
    const charts = page.match(/role="img"/g)?.length;
    expect(charts).to.equal(9);
    expect(page.match(/<title id=/g)).to.have.length(9);
    expect(page.match(/<desc id=/g)).to.have.length(9);
    expect(page.match(/The same as a table/g)).to.have.length(9);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('holds no number that is none', () => expect(page).not.to.match(/NaN|Infinity|undefined/));

  it('stays under 1.5 MB when every stream flaps for ten minutes', () => {
    const { streams } = sample.timeline;
    const flapping = streams.flatMap(({ id }) =>
      Array.from({ length: 1200 }, (_, index) => ({
        stream: id,
        startAt: index * 500,
        endAt: index * 500 + 200,
        open: false,
        samples: 2,
        errors: { timeout: 2 },
      })),
    );
    expect(render({ outages: flapping }).length).to.be.lessThan(1_500_000);
  });

  it('counts no request of the warm-up', () => {
    const failed = (at: number): RequestObservation => ({
      kind: 'request',
      stream: 'lb write new',
      scheduledAt: at,
      sentAt: at,
      endedAt: at + 5,
      good: false,
      error: 'tls',
      detail: `no handshake at ${at}`,
      reusedConnection: false,
    });
    const withFailed = (at: number): string =>
      render({}, { observations: [failed(at), ...sample.timeline.observations] });
    expect(withFailed(20_000)).to.contain('no handshake at 20000');
    expect(withFailed(3000)).not.to.contain('no handshake at 3000');
  });

  it('tells of an injection that was not proven and of a fault that found no target', () => {
    const [fault] = sample.report.faults;
    const injection = {
      ...fault!.injections[0]!,
      proof: { status: 'unproven', detail: '2 of 4 paths still answer' },
    } as const;
    const faults = [
      { ...fault!, injections: [injection] },
      { ...fault!, name: 'second', injections: [], error: 'no such zone' },
    ];
    expect(render({ faults }))
      .to.include('unproven')
      .and.include('2 of 4 paths still answer')
      .and.include('no such zone');
  });
});
