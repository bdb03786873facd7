import { gunzipSync, gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Timeline } from '../../src/core/timeline.ts';
import { parseTimeline, timelineNdjson } from '../../src/reporters/timeline-ndjson.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const bytes = (of: Timeline): Uint8Array => timelineNdjson.render(report, of) as Uint8Array;

describe('timelineNdjson', () => {
  it('has a header line and one line for each observation', () => {
    const lines = gunzipSync(bytes(timeline)).toString().trimEnd().split('\n');
    expect(lines).to.have.length(1 + timeline.observations.length);
    const header = JSON.parse(lines[0]!) as Record<string, unknown>;
    expect(header).to.include({ schema: 'aftershock/timeline/v1', startedAtUnixMs: timeline.startedAtUnixMs });
    expect(header['run']).to.include({ id: '7k2m', simulated: false });
    expect(header).not.to.have.property('observations');
  });
});

describe('parseTimeline', () => {
  it('gives back the very timeline', () => expect(parseTimeline(bytes(timeline))).to.deep.equal(timeline));

  it('gives back keys that hold nothing', () => {
    const pod = timeline.observations.find((observation) => observation.kind === 'pod')!;
    const node = timeline.observations.find((observation) => observation.kind === 'node')!;
    const observations = [
      { ...pod, node: undefined, ownerUid: undefined },
      { ...node, zone: undefined },
    ];
    expect(parseTimeline(bytes({ ...timeline, observations })).observations).to.deep.equal(observations);
  });

  it('gives back an empty timeline', () => {
    const empty = emptyRun().timeline;
    expect(parseTimeline(bytes(empty))).to.deep.equal(empty);
  });

  it('says what is wrong with bytes that are no timeline', () => {
    const cut = bytes(timeline).slice(0, 1000);
    expect(() => parseTimeline(cut)).to.throw(/cannot be unpacked/);
    expect(() => parseTimeline(gzipSync('{"schema":"other"}\n'))).to.throw(/schema is "other"/);
    expect(() => parseTimeline(gzipSync('{"schema":"aftershock/timeline/v1"}\n{"kind":'))).to.throw(
      /line 2 of the timeline/,
    );
  });
});
