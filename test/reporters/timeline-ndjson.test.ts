import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Timeline } from '../../src/core/timeline.ts';
import { timelineNdjson } from '../../src/reporters/timeline-ndjson.ts';
import { bytesOf } from '../support/bytes-of.ts';
import { sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const members = (of: Timeline): AsyncIterable<Uint8Array> => timelineNdjson.render(report, of);

describe('timelineNdjson', () => {
  it('has a header line and one line for each observation', async () => {
    const lines = gunzipSync(await bytesOf(timelineNdjson.render(report, timeline)))
      .toString()
      .trimEnd()
      .split('\n');
    expect(lines).to.have.length(1 + timeline.observations.length);
    const header = JSON.parse(lines[0]!) as Record<string, unknown>;
    expect(header).to.include({ schema: 'aftershock/timeline/v1', startedAtUnixMs: timeline.startedAtUnixMs });
    expect(header['run']).to.include({ id: '7k2m', simulated: false });
    expect(header).not.to.have.property('observations');
  });

  it('is made member by member, one ahead of what is written', async () => {
    let looked = 0;
    const { observations } = timeline;
    const watched = {
      length: observations.length,
      *[Symbol.iterator]() {
        for (const one of observations) {
          looked += 1;
          yield one;
        }
      },
    };
    const made = members({ ...timeline, observations: watched })[Symbol.asyncIterator]();
    await made.next();
    expect(looked).to.equal(10_000);
    await made.next();
    expect(looked).to.equal(20_000);
  });
});
