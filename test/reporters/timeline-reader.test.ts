import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Timeline } from '../../src/core/timeline.ts';
import { timelineNdjson } from '../../src/reporters/timeline-ndjson.ts';
import { timelineReader } from '../../src/reporters/timeline-reader.ts';
import { bytesOf } from '../support/bytes-of.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();
const textOf = async (of: Timeline): Promise<Buffer> => gunzipSync(await bytesOf(timelineNdjson.render(report, of)));
/** What the reader makes of a text that comes in pieces of so many bytes. */
const readBack = (text: Buffer, pieceBytes = 65_536): Timeline => {
  const reader = timelineReader();
  for (let from = 0; from < text.length; from += pieceBytes) reader.take(text.subarray(from, from + pieceBytes));
  const read = reader.end();
  return { ...read, observations: [...read.observations] };
};

describe('timelineReader', () => {
  it('gives back the very timeline, wherever its text is torn apart', async () => {
    const text = await textOf(timeline);
    expect(readBack(text)).to.deep.equal(timeline);
    expect(readBack(text, 1_000_003)).to.deep.equal(timeline);
    const short = { ...timeline, observations: [...timeline.observations].slice(0, 40) };
    expect(readBack(await textOf(short), 7)).to.deep.equal(short);
  });

  it('gives back keys that hold nothing', async () => {
    const pod = [...timeline.observations].find((observation) => observation.kind === 'pod')!;
    const node = [...timeline.observations].find((observation) => observation.kind === 'node')!;
    const observations = [
      { ...pod, node: undefined, ownerUid: undefined },
      { ...node, zone: undefined },
    ];
    expect(readBack(await textOf({ ...timeline, observations })).observations).to.deep.equal(observations);
  });

  it('gives back an empty timeline', async () => {
    const empty = emptyRun().timeline;
    expect(readBack(await textOf(empty))).to.deep.equal(empty);
  });

  it('says what is wrong with a text that is no timeline', () => {
    expect(() => readBack(Buffer.from('{"schema":"other"}\n'))).to.throw(/schema is "other"/);
    expect(() => readBack(Buffer.from('{"schema":"aftershock/timeline/v1"}\n\n{"kind":'))).to.throw(
      /line 3 of the timeline/,
    );
    expect(() => readBack(Buffer.from(''))).to.throw(/line 1 of the timeline/);
  });
});
