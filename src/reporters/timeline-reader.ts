import { HarnessError, messageOf } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import { ObservationLog } from '../core/observation-log.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Timeline } from '../core/timeline.ts';
import { timelineSchema } from './timeline-ndjson.ts';

/** Takes the text of a file piece by piece, as it is unpacked: that of a long run is longer than a string, or a buffer, can be. */
export interface PieceReader<T> {
  /** Throws HarnessError('usage') when a line is none of the format. */
  readonly take: (piece: Uint8Array) => void;
  /** What was in it all. Throws as `take` does. */
  readonly end: () => T;
}

/** Reads observations, one a line, without a header. */
export function observationReader(): PieceReader<ObservationLog> {
  const log = new ObservationLog();
  return lineReader(
    (line, number) => log.add(revived(parseLine(line, number) as Observation)),
    () => log,
  );
}

/** Reads a timeline.ndjson. */
export function timelineReader(): PieceReader<Timeline> {
  const log = new ObservationLog();
  let header: Omit<Timeline, 'observations'> | undefined;
  return lineReader(
    (line, number) => {
      if (header === undefined) header = headerOf(parseLine(line, number));
      else log.add(revived(parseLine(line, number) as Observation));
    },
    () => ({ ...(header ?? headerOf(parseLine('', 1))), observations: log }),
  );
}

/** Calls `take` with each line that is not empty, and its number. */
function lineReader<T>(take: (line: string, number: number) => void, end: () => T): PieceReader<T> {
  let rest = Buffer.alloc(0);
  let number = 0;
  const line = (bytes: Buffer, from: number, to: number): void => {
    number += 1;
    if (to > from) take(bytes.toString('utf8', from, to), number);
  };
  return {
    take: (piece) => {
      const bytes = Buffer.concat([rest, piece]);
      let start = 0;
      for (let to = bytes.indexOf(lineEnd); to !== -1; to = bytes.indexOf(lineEnd, start)) {
        line(bytes, start, to);
        start = to + 1;
      }
      rest = bytes.subarray(start);
    },
    end: () => {
      line(rest, 0, rest.length);
      return end();
    },
  };
}

const lineEnd = 0x0a;

type SavedHeader = Partial<Timeline> & { readonly schema?: unknown };

function headerOf(header: SavedHeader): Omit<Timeline, 'observations'> {
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
  return { phases, marks, faults, streams: streams.map(revivedStream), startedAtUnixMs, endedAt };
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
