import { gunzipSync, gzipSync } from 'node:zlib';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import type { Reporter } from '../core/report.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Timeline } from '../core/timeline.ts';

/** A gzip file may have several members (RFC 1952, 2.2): the text of a long run is never there as a whole. */
const linesInMember = 10_000;
/** Instants have many digits that nothing can be made of: higher levels cost three times the time for a quarter of the bytes. */
const gzipLevel = 1;

const timelineSchema = 'aftershock/timeline/v1';

/** timeline.ndjson.gz: a header line with everything but the observations, then one observation a line, as they came. */
export const timelineNdjson: Reporter = {
  name: 'timeline-ndjson',
  summary: 'Every observation and mark, to judge the run again by.',
  file: 'timeline.ndjson.gz',
  render: (report, timeline) => {
    const { observations, ...rest } = timeline;
    const run = {
      id: report.id,
      scenario: report.scenario.name,
      backend: report.backend,
      simulated: report.simulated,
      seed: report.seed,
    };
    const parts = [gzipSync(`${JSON.stringify({ schema: timelineSchema, run, ...rest })}\n`)];
    for (let from = 0; from < observations.length; from += linesInMember) {
      parts.push(gzipSync(linesOf(observations.slice(from, from + linesInMember)), { level: gzipLevel }));
    }
    return Buffer.concat(parts);
  },
};

/** One observation a line. */
export function linesOf(observations: readonly Observation[]): string {
  let text = '';
  for (const one of observations) text += `${JSON.stringify(one)}\n`;
  return text;
}

/** The observations in gzipped lines, without a header. Throws HarnessError('usage') when they are none, or cut short. */
export function parseObservations(bytes: Uint8Array): readonly Observation[] {
  return observationsIn(unzip(bytes), 0, 1);
}

/** The timeline in the bytes of a timeline.ndjson.gz. Throws HarnessError('usage') when they are none, or cut short. */
export function parseTimeline(bytes: Uint8Array): Timeline {
  const text = unzip(bytes);
  const headerEnd = endOfLine(text, 0);
  const header = parseLine(text.toString('utf8', 0, headerEnd), 1) as Partial<Timeline> & { readonly schema?: unknown };
  if (header.schema !== timelineSchema) {
    throw new HarnessError(
      'usage',
      `the timeline's schema is ${JSON.stringify(header.schema)}, not "${timelineSchema}"`,
      {
        hint: 'Name a run folder that this version of the harness wrote.',
      },
    );
  }
  const { phases = [], marks = [], faults = [], streams = [], startedAtUnixMs = 0, endedAt = 0 } = header;
  const observations = observationsIn(text, headerEnd + 1, 2);
  return { phases, marks, faults, streams: streams.map(revivedStream), observations, startedAtUnixMs, endedAt };
}

/** Line by line: the text of a long run is longer than a string can be. */
function observationsIn(text: Buffer, from: number, firstLine: number): readonly Observation[] {
  const found: Observation[] = [];
  for (let start = from, number = firstLine; start < text.length; number += 1) {
    const end = endOfLine(text, start);
    if (end > start) found.push(revived(parseLine(text.toString('utf8', start, end), number) as Observation));
    start = end + 1;
  }
  return found;
}

function endOfLine(text: Buffer, from: number): number {
  const end = text.indexOf(0x0a, from);
  return end === -1 ? text.length : end;
}

function unzip(bytes: Uint8Array): Buffer {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new HarnessError('usage', `the timeline cannot be unpacked: ${messageOf(cause)}`, {
      hint: 'Copy the run folder again; the file was cut short or changed.',
      cause,
    });
  }
}

function parseLine(line: string, number: number): object {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value;
    throw new TypeError('not an object');
  } catch (cause) {
    throw new HarnessError('usage', `line ${number} of the timeline is no observation: ${messageOf(cause)}`, {
      hint: 'Copy the run folder again; the file was cut short or changed.',
      cause,
    });
  }
}

/** JSON has no `undefined`: keys that the contract has always come back. */
function revived(observation: Observation): Observation {
  if (observation.kind === 'pod') return { ...observation, node: observation.node, ownerUid: observation.ownerUid };
  if (observation.kind === 'node') return { ...observation, zone: observation.zone };
  if (observation.kind !== 'agent') return observation;
  return { ...observation, fromZone: observation.fromZone, to: observation.to, toZone: observation.toZone };
}

function revivedStream(stream: StreamSpec): StreamSpec {
  return { ...stream, target: { ...stream.target, node: stream.target.node } };
}
