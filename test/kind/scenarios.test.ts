import { expect } from 'chai';
import type { RunReport } from '../../src/core/report.ts';
import { chaos, injectionsOf, runOnKind, type KindRun } from './support.ts';

/** The checks that speak of the harness. What a small machine's cluster was like beforehand is no matter of this suite. */
const ownChecks = [
  'faults injected',
  'control stream',
  'probes sent',
  'streams seen throughout',
  'requests allowed',
  'clock',
];

/** Half the usual load: six nodes and their probes share two cores where this suite runs at its smallest. */
const light = [
  '--set',
  'probes=[{type: traffic, with: {rate: 20/s}}, {type: api, with: {period: 200ms, directPeriod: 400ms, writePeriod: 400ms, goodWithin: 2s}}]',
];
const shortened = (...sets: readonly string[]): readonly string[] => [
  ...light,
  ...sets.flatMap((set) => ['--set', set]),
];

/** What must hold of every run on the real cluster, whatever its verdict. */
function expectSound({ report, output }: KindRun): void {
  const { reasons, validity } = report;
  expect(injectionsOf(report), output).to.not.be.empty;
  for (const injection of injectionsOf(report)) {
    expect(injection.proof.status, `${injection.name}: ${injection.proof.detail}`).to.equal('proven');
    const { appliedAt, injectedAt, provedAt, healingAt, goneAt } = injection;
    const stations = [appliedAt, injectedAt, provedAt, healingAt, goneAt].map(Number);
    expect(stations, injection.name).to.deep.equal([...stations].sort((a, b) => a - b));
  }
  expect(report.leftovers).to.deep.equal([]);
  expect(report.stoppedBy, reasons.join('; ')).to.equal(undefined);
  const own = validity.filter(({ check }) => ownChecks.includes(check));
  expect(own.map(({ check }) => check)).to.have.members(ownChecks);
  expect(own.filter(({ status }) => status === 'failed')).to.deep.equal([]);
}

/** The node that a one-shot kill was aimed at, from the draw that the report shows. */
function killedNode(report: RunReport, component: string): string {
  const match = new RegExp(`${component} of (\\S+?)[, ]|${component} of (\\S+)$`).exec(
    report.faults[0]?.targets.join(' ') ?? '',
  );
  return match?.[1] ?? match?.[2] ?? '';
}

/** Scored outages of the apiserver on one node, on its own streams. */
function outagesOf(report: RunReport, node: string): RunReport['outages'] {
  return report.outages.filter((outage) => outage.stream.startsWith(`${node} `));
}

describe('apiserver-kill on kind', () => {
  it('measures the outage of the killed apiserver on its own stream, and sees a new container id', async () => {
    const run = await runOnKind([
      'apiserver-kill',
      ...shortened('timeline.baseline=40s', 'timeline.recovery=45s', 'faults[0].for=30s'),
    ]);
    expectSound(run);
    const node = killedNode(run.report, 'kube-apiserver');
    expect(node).to.match(/control-plane/);
    const refused = outagesOf(run.report, node).filter((outage) => outage.stream.endsWith('readyz new'));
    expect(refused, 'no outage on the killed apiserver’s own stream').to.not.be.empty;
    expect(refused[0]?.open).to.equal(false);
    expect((refused[0]?.endAt ?? 0) - (refused[0]?.startAt ?? 0)).to.be.within(300, 60_000);
    expect(injectionsOf(run.report)[0]?.proof.detail).to.match(/->|→/);
  });
});

describe('etcd-member-loss on kind', () => {
  it('kills a follower, sees its new container id, and the API goes on', async () => {
    const run = await runOnKind([
      'etcd-member-loss',
      ...shortened('timeline.baseline=40s', 'timeline.recovery=45s', 'faults[0].for=30s'),
    ]);
    expectSound(run);
    expect(run.report.slis['api.recovery']?.status).to.equal('measured');
  });
});

describe('az-failure on kind', () => {
  it('cuts the zone off in two layers, moves the pods of the zone, and leaves nothing behind', async () => {
    const run = await runOnKind([
      'az-failure',
      ...shortened('timeline.baseline=40s', 'timeline.recovery=60s', 'faults[0].for=200s'),
    ]);
    expectSound(run);
    expect(injectionsOf(run.report).map(({ kind }) => kind)).to.deep.equal(['chaos-mesh', 'node', 'node']);
    const moved = run.report.reschedules;
    expect(moved).to.have.length.at.least(1);
    for (const { lostNode, replacementNode, readyAt } of moved) {
      expect(lostNode).to.equal('aftershock-worker');
      expect(replacementNode).to.not.equal(lostNode);
      expect(readyAt).to.be.a('number');
    }
    expect(run.report.slis['nodes.detection']?.status).to.equal('measured');
  });
});

describe('recover on kind', () => {
  it('finds nothing after all this', async () => {
    const { status, output } = await chaos(['recover', '--cluster', 'kind']);
    expect(status, output).to.equal(0);
  });
});
