import { expect } from 'chai';
import type { Observation } from '../../src/core/observation.ts';
import { ofKind } from '../../src/core/observation-log.ts';
import { streamsOf } from '../../src/indicators/streams.ts';
import { lb, node, request, requests, streamOf, timelineOf } from '../support/timeline-builder.ts';

const stream = streamOf(lb, 'write', 'new');

describe('streamsOf', () => {
  it('has the requests of each declared stream in the order in which they were due', () => {
    const observations = [...requests(stream, 0, 1000)].reverse();
    const [found] = streamsOf(timelineOf({ streams: [stream], observations }));
    expect([...found!.asked].map(({ scheduledAt }) => scheduledAt)).to.deep.equal([
      0, 100, 200, 300, 400, 500, 600, 700, 800, 900,
    ]);
    expect(streamsOf(timelineOf({ observations }))).to.deep.equal([]);
  });

  it('sees what has been added since it was asked last', () => {
    const observations: Observation[] = [request(stream, 0), node('w', 0, 'True')];
    const timeline = timelineOf({ streams: [stream], observations });
    expect(streamsOf(timeline)[0]?.samples).to.have.length(1);
    observations.push(request(stream, 100));
    expect(streamsOf(timeline)[0]?.samples).to.have.length(2);
    observations.push(node('w', 200, 'False'));
    expect(ofKind(timeline, 'node')).to.have.length(2);
  });

  it('takes what came before the first denial for the baseline of a run that only observes', () => {
    const phases = [{ name: 'observation', startAt: 0, endAt: 10_000 }] as const;
    const denied = (fromMs: number, toMs: number) => [[fromMs, toMs, 'denied'] as const];
    const sift = (bad: ReturnType<typeof denied>) =>
      streamsOf(timelineOf({ phases, streams: [stream], observations: requests(stream, 0, 10_000, bad) }))[0];
    expect(sift(denied(2000, 3000))?.misasked).to.have.length(0);
    expect(sift(denied(0, 3000))?.misasked).to.have.length(30);
    expect(sift(denied(9000, 10_000))?.misasked).to.have.length(10);
  });
});
