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
      let text = '';
      for (const one of observations.slice(from, from + linesInMember)) text += `${JSON.stringify(one)}\n`;
      parts.push(gzipSync(text, { level: gzipLevel }));
    }
    return Buffer.concat(parts);
  },
};

/** The timeline in the bytes of a timeline.ndjson.gz. Throws HarnessError('usage') when they are none, or cut short. */
export function parseTimeline(bytes: Uint8Array): Timeline {
  const [first, ...rest] = unzip(bytes).split('\n');
  const header = parseLine(first ?? '', 1) as Partial<Timeline> & { readonly schema?: unknown };
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
  const observations = rest
    .filter((line) => line !== '')
    .map((line, index) => revived(parseLine(line, index + 2) as unknown as Observation));
  return { phases, marks, faults, streams: streams.map(revivedStream), observations, startedAtUnixMs, endedAt };
}

function unzip(bytes: Uint8Array): string {
  try {
    return new TextDecoder().decode(gunzipSync(bytes));
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
