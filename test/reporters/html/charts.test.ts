import { expect } from 'chai';
import type { Observation, RequestObservation } from '../../../src/core/observation.ts';
import type { Reschedule } from '../../../src/core/report.ts';
import { etcdLanes } from '../../../src/reporters/html/etcd-lanes.ts';
import { timeFrame } from '../../../src/reporters/html/frame.ts';
import { harnessChart } from '../../../src/reporters/html/harness-chart.ts';
import { latencyChart } from '../../../src/reporters/html/latency-chart.ts';
import { nodeLanes } from '../../../src/reporters/html/node-lanes.ts';
import { replicasChart } from '../../../src/reporters/html/replicas-chart.ts';
import { blips, streamLanes } from '../../../src/reporters/html/stream-lanes.ts';
import { watchLanes } from '../../../src/reporters/html/watch-lanes.ts';
import { waterfall, waterfallRows } from '../../../src/reporters/html/waterfall.ts';
import { requestsByStream } from '../../../src/reporters/requests.ts';
import { requestsOf } from '../../support/requests-of.ts';
import { emptyRun, sampleRun } from '../../support/sample-report.ts';

const { report, timeline } = sampleRun();
const frame = timeFrame(report, timeline);
const request = (scheduledAt: number, good: boolean): RequestObservation => ({
  kind: 'request',
  stream: 'lb readyz new',
  scheduledAt,
  sentAt: scheduledAt,
  endedAt: scheduledAt + 10,
  good,
  reusedConnection: false,
});
const seen = (observations: readonly Observation[]): typeof timeline => ({ ...timeline, observations });

describe('timeFrame', () => {
  it('spans baseline to recovery, without setup and teardown', () => {
    expect([frame.fromMs, frame.toMs]).to.deep.equal([14_000, 300_000]);
  });

  it('begins with the first judged phase, whatever was seen before', () => {
    const early = seen([request(3000, false), ...timeline.observations]);
    expect(timeFrame(report, early).fromMs).to.equal(14_000);
  });

  it('is all that was seen where nothing is judged', () => {
    const { fromMs, toMs } = timeFrame({ ...report, phases: [] }, seen([request(3000, true), request(9000, true)]));
    expect([fromMs, toMs]).to.deep.equal([3000, 9000]);
  });

  it('leaves out what all node names begin with', () => {
    expect(['aftershock-worker2', 'app@aftershock-worker', 'lb'].map(frame.shortName)).to.deep.equal([
      'worker2',
      'app@worker',
      'lb',
    ]);
  });

  it('keeps a fault that was not healed open to the end', () => {
    const faults = report.faults.map((fault) => ({
      ...fault,
      injections: fault.injections.map((injection) => {
        const unhealed = { ...injection };
        delete unhealed.healedAt;
        delete unhealed.goneAt;
        return unhealed;
      }),
    }));
    expect(timeFrame({ ...report, faults }, timeline).bands).to.deep.equal([
      { name: 'cut az-a off', startAt: 44_330, endAt: 300_000, open: true },
    ]);
  });

  it('has width even when nothing was seen', () => {
    const empty = emptyRun();
    const { fromMs, toMs } = timeFrame(empty.report, empty.timeline);
    expect(toMs).to.be.greaterThan(fromMs);
  });
});

describe('blips', () => {
  it('finds bad requests that stand alone, also at the ends', () => {
    const goods = [false, true, true, false, true, false, false, true, false];
    const requests = requestsOf(goods.map((good, index) => request(index * 100, good)));
    expect(blips(requests)).to.deep.equal([0, 300, 800]);
  });
});

describe('streamLanes', () => {
  it('draws an open outage with its lower bound', () => {
    const outages = [
      { stream: 'lb readyz new', startAt: 200_000, endAt: 294_000, open: true, samples: 940, errors: { refused: 940 } },
    ];
    const chart = streamLanes(frame, { ...report, outages }, requestsByStream(timeline))!.markup;
    expect(chart).to.include('lb readyz new: ≥ 94 s from 3:20.0, 940 requests (refused ×940)');
  });

  it('is left out when nothing was sent', () => {
    expect(streamLanes(frame, report, requestsByStream(seen([])))).to.equal(undefined);
  });
});

describe('latencyChart', () => {
  it('shows a single slow answer among many fast ones', () => {
    const slow = { ...request(100_050, true), endedAt: 100_950 };
    const fast = Array.from({ length: 2000 }, (_, index) => request(14_000 + index * 100, true));
    const panels = (observations: readonly Observation[]): string =>
      latencyChart(frame, report, requestsByStream(seen(observations)))!.markup;
    const band = (chart: string): string => /class="s-fresh band"[^>]* d="([^"]*)"/.exec(chart)![1]!;
    const highest = Math.min(...[...band(panels([...fast, slow])).matchAll(/V([\d.-]+)/g)].map(([, y]) => Number(y)));
    expect(highest).to.be.lessThan(15);
  });

  it('draws failures as marks of their own and no line across a gap', () => {
    const observations = [request(20_000, true), request(20_100, false), request(90_000, true), request(91_000, true)];
    const chart = latencyChart(frame, report, requestsByStream(seen(observations)))!.markup;
    expect(chart.match(/l4 4m-4 0l4-4/g)).to.have.length(1);
    const line = /class="s-fresh" fill="none" stroke="#2459b3" stroke-width="1.6"[^>]* d="([^"]*)"/.exec(chart)![1]!;
    expect(line.match(/M/g)).to.have.length(2);
  });
});

describe('nodeLanes', () => {
  it('names the nodes that were not Ready, and for how long at least', () => {
    const chart = nodeLanes(frame, timeline)!.markup;
    expect(chart).to.include('Not Ready at times: aftershock-control-plane, aftershock-worker.');
    expect(chart).to.include('aftershock-control-plane: Ready=Unknown from 1:36.5 for ≥ 3 m 24 s');
    expect(chart).to.include('aftershock-worker: taint NoExecute from 1:52.3');
  });
});

describe('etcdLanes', () => {
  it('says who led and how often nobody did', () => {
    const chart = etcdLanes(frame, timeline)!.markup;
    expect(chart).to.include(
      'Led by aftershock-control-plane, then aftershock-control-plane3. Without a leader 1 times.',
    );
  });

  it('does not call silence leaderless', () => {
    const silent: Observation[] = [{ kind: 'etcd', at: 20_000, node: 'a', reachable: false }];
    const chart = etcdLanes(frame, seen(silent))!.markup;
    expect(chart).to.include('Led by nobody that was seen. Without a leader 0 times.').and.include('nobody answered');
  });
});

describe('replicasChart', () => {
  it('says the least and the last count of each workload', () => {
    expect(replicasChart(frame, timeline)!.markup).to.include('aftershock/web: least 4 ready, 6 of 6 in the end.');
  });
});

describe('watchLanes', () => {
  it('counts blind windows and says why', () => {
    const chart = watchLanes(frame, timeline)!.markup;
    expect(chart).to.include('2 times a watch was blind.').and.include('no bytes for 5000 ms');
  });
});

describe('waterfallRows', () => {
  const lost: Reschedule = report.reschedules[0]!;

  it('begins with the fault and goes from station to station', () => {
    const [row] = waterfallRows({ ...report, reschedules: [lost] });
    expect(row!.startAt).to.equal(44_330);
    expect(row!.legs.map(({ until }) => until)).to.deep.equal([
      'NotReady',
      'deleted',
      'replacement created',
      'scheduled',
      'Ready',
    ]);
    expect(row!.legs.map(({ from, to }) => to - from).every((ms) => ms >= 0)).to.equal(true);
    expect([row!.open, row!.endAt]).to.deep.equal([false, lost.readyAt]);
  });

  it('stays open to the end of what was seen when the replacement never got ready', () => {
    const reschedules = [{ ...lost, readyAt: undefined, scheduledAt: undefined }];
    const [row] = waterfallRows({ ...report, reschedules });
    expect([row!.open, row!.endAt]).to.deep.equal([true, 300_000]);
    expect(waterfall({ ...report, reschedules })!.markup)
      .to.include('never Ready')
      .and.include('≥ 4 m 16 s');
  });

  it('begins with the loss when no fault came before it', () => {
    const [row] = waterfallRows({ ...report, faults: [], reschedules: [lost] });
    expect(row!.startAt).to.equal(lost.notReadyAt);
  });
});

describe('harnessChart', () => {
  const looks: readonly Observation[] = [
    { kind: 'machine', from: 20_000, at: 21_000, idle: 0.25, stolen: 0.5 },
    { kind: 'machine', from: 21_000, at: 22_000, idle: 0.75, stolen: 0 },
  ];
  const late = (ms: number): RequestObservation => ({ ...request(20_500, true), sentAt: 20_500 + ms });
  const chart = (observations: readonly Observation[]): string | undefined => {
    const run = seen(observations);
    return harnessChart(frame, report, run, requestsByStream(run))?.markup;
  };

  it('tells the latest request, and the busiest second of the processors', () => {
    const markup = chart([late(42), ...looks])!;
    expect(markup).to.include('sent at most 42 ms late. In the busiest second processors were idle for 25% of it.');
    expect(markup).to.match(/<td[^>]*>42 ms<\/td><td[^>]*>50%<\/td><td[^>]*>25%<\/td>/);
  });

  it('draws what was taken by the host above what was busy', () => {
    const y = (share: number): number => 70 - 64 * share;
    const markup = chart(looks)!;
    expect(markup)
      .to.include(`V${y(0.25)}H`)
      .and.include(`V${y(0.75)}H`);
  });

  it('is left out where requests are never late and no machine was looked at', () => {
    expect(chart([late(0)])).to.equal(undefined);
  });
});
