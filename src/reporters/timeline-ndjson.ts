import { gzipSync } from 'node:zlib';
import type { Observation } from '../core/observation.ts';
import type { Reporter, RunReport } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';

/** A gzip file may have several members (RFC 1952, 2.2): neither the text nor the bytes of a long run are ever there as a whole. */
const linesInMember = 10_000;
/** Instants have many digits that nothing can be made of: higher levels cost three times the time for a quarter of the bytes. */
const gzipLevel = 1;

export const timelineSchema = 'aftershock/timeline/v1';

/** timeline.ndjson.gz: a header line with everything but the observations, then one observation a line, as they came. */
export const timelineNdjson: Reporter<Iterable<Uint8Array>> = {
  name: 'timeline-ndjson',
  summary: 'Every observation and mark, to judge the run again by.',
  file: 'timeline.ndjson.gz',
  render: members,
};

function* members(report: RunReport, { observations, ...rest }: Timeline): Generator<Uint8Array> {
  const run = {
    id: report.id,
    scenario: report.scenario.name,
    backend: report.backend,
    simulated: report.simulated,
    seed: report.seed,
  };
  yield gzipSync(`${JSON.stringify({ schema: timelineSchema, run, ...rest })}\n`);
  let text = '';
  let lines = 0;
  for (const one of observations) {
    text += lineOf(one);
    lines += 1;
    if (lines % linesInMember !== 0) continue;
    yield gzipSync(text, { level: gzipLevel });
    text = '';
  }
  if (text !== '') yield gzipSync(text, { level: gzipLevel });
}

/** An observation as a line of its own. */
export function lineOf(observation: Observation): string {
  return `${JSON.stringify(observation)}\n`;
}
