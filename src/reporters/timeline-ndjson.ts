import { gzip, type ZlibOptions } from 'node:zlib';
import type { Observation } from '../core/observation.ts';
import type { Observations } from '../core/observation-log.ts';
import type { Reporter, RunReport } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';

/** A gzip file may have several members (RFC 1952, 2.2): neither the text nor the bytes of a long run are ever there as a whole. */
const linesInMember = 10_000;
const ofLines: ZlibOptions = {
  // Higher levels cost three times the time for a quarter of the bytes.
  level: 1,
  // More than a member comes to: another thread makes it in one go, and need not wait for this one to take a part of it.
  chunkSize: 1 << 20,
};

export const timelineSchema = 'aftershock/timeline/v1';

/** timeline.ndjson.gz: a header line with everything but the observations, then one observation a line, as they came. */
export const timelineNdjson: Reporter<AsyncIterable<Uint8Array>> = {
  name: 'timeline-ndjson',
  summary: 'Every observation and mark, to judge the run again by.',
  file: 'timeline.ndjson.gz',
  render: members,
};

async function* members(report: RunReport, { observations, ...rest }: Timeline): AsyncGenerator<Uint8Array> {
  const run = {
    id: report.id,
    scenario: report.scenario.name,
    backend: report.backend,
    simulated: report.simulated,
    seed: report.seed,
  };
  let member = compressed(`${JSON.stringify({ schema: timelineSchema, run, ...rest })}\n`);
  for (const text of texts(observations)) {
    // One is compressed by another thread while the lines of the next are put together.
    const next = gzippedLines(text);
    yield await member;
    member = next;
  }
  yield await member;
}

/** A gzip member of observations' lines, made by another thread. */
export function gzippedLines(text: string): Promise<Uint8Array> {
  return compressed(text, ofLines);
}

function compressed(text: string, options: ZlibOptions = {}): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    gzip(text, options, (error, bytes) => {
      if (error === null) resolve(bytes);
      else reject(error);
    });
  });
}

/** The lines of the observations, so many at a time. */
function* texts(observations: Observations): Generator<string> {
  let text = '';
  let lines = 0;
  for (const one of observations) {
    text += lineOf(one);
    lines += 1;
    if (lines % linesInMember !== 0) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** An observation as a line of its own. */
export function lineOf(observation: Observation): string {
  return `${JSON.stringify(observation)}\n`;
}
