import { logOf } from '../../core/observation-log.ts';
import { judgedPhases } from '../../core/phases.ts';
import type { RunReport } from '../../core/report.ts';
import type { FaultRecord, Timeline } from '../../core/timeline.ts';
import { requestsByStream } from '../requests.ts';
import { linearScale, type Scale } from './scales.ts';

/** Sizes of all timeline charts, in SVG units: names stand in the gutter, which stays in sight when a plot is scrolled. */
export const gutterWidth = 132;
export const plotWidth = 1008;

/** When a fault was there. */
interface FaultBand {
  readonly name: string;
  readonly startAt: number;
  readonly endAt: number;
  /** Never seen to be healed: `endAt` is the frame's end. */
  readonly open: boolean;
}

/** The x-axis that all timeline charts share. */
export interface TimeFrame {
  readonly fromMs: number;
  readonly toMs: number;
  /** Instants to places in the plot. */
  readonly x: Scale;
  readonly startedAtUnixMs: number;
  readonly bands: readonly FaultBand[];
  /** A target's or stream's name without what all node names begin with. */
  readonly shortName: (name: string) => string;
}

/** The frame of a run: its judged phases, or all that was seen where there are none; never without width. */
export function timeFrame(report: RunReport, timeline: Timeline): TimeFrame {
  const judged = judgedPhases(report);
  const [seenFrom, seenTo] = extent(timeline) ?? [0, report.endedAt];
  const shown = judged.length > 0 ? judged : [{ startAt: Math.max(0, seenFrom), endAt: seenTo }];
  const from = Math.min(...shown.map(({ startAt }) => startAt));
  const to = Math.max(from + 1000, ...shown.map(({ endAt }) => endAt));
  const anchor = Date.parse(report.startedAt);
  return {
    fromMs: from,
    toMs: to,
    x: linearScale([from, to], [0, plotWidth]),
    startedAtUnixMs: Number.isNaN(anchor) ? timeline.startedAtUnixMs : anchor,
    bands: report.faults.flatMap((fault) => band(fault, to)),
    shortName: shortener(report.topology.nodes.map(({ name }) => name)),
  };
}

/** When a fault began: the latest instant at which one of its injections was said to be in, or was applied. */
export function injectedAt(fault: FaultRecord): number | undefined {
  const instants = fault.injections.flatMap((injection) => injection.injectedAt ?? injection.appliedAt ?? []);
  return instants.length === 0 ? undefined : Math.max(...instants);
}

/** When the last of a fault's injections was healed; undefined while one of them is not. */
export function healedAt(fault: FaultRecord): number | undefined {
  const applied = fault.injections.filter((injection) => injection.appliedAt !== undefined);
  const instants = applied.flatMap((injection) => injection.healedAt ?? injection.goneAt ?? []);
  return applied.length === 0 || instants.length < applied.length ? undefined : Math.max(...instants);
}

function band(fault: FaultRecord, endOfFrame: number): readonly FaultBand[] {
  const startAt = injectedAt(fault);
  if (startAt === undefined) return [];
  const endAt = healedAt(fault);
  return [{ name: fault.name, startAt, endAt: endAt ?? endOfFrame, open: endAt === undefined }];
}

function extent(timeline: Timeline): readonly [number, number] | undefined {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  const stretch = (at: number): void => {
    from = Math.min(from, at);
    to = Math.max(to, at);
  };
  for (const { at } of logOf(timeline.observations).states) stretch(at);
  for (const { requests } of requestsByStream(timeline)) {
    for (const edge of [requests.at(0), requests.at(-1)]) if (edge !== undefined) stretch(edge.scheduledAt);
  }
  return from <= to ? [from, to] : undefined;
}

/** kind names every node after its cluster: `aftershock-worker2` is worker2 to everyone who reads the chart. */
function shortener(names: readonly string[]): (name: string) => string {
  const [first = '', ...others] = names;
  let prefix = first.slice(0, first.indexOf('-') + 1);
  for (let next = prefix; next !== '' && others.length > 0; ) {
    if (!others.every((name) => name.startsWith(next))) break;
    prefix = next;
    const end = first.indexOf('-', next.length);
    next = end === -1 ? '' : first.slice(0, end + 1);
  }
  const shared = others.length > 0 && prefix !== '' && names.every((name) => name.startsWith(prefix));
  return shared ? (name) => name.replace(prefix, '') : (name) => name;
}
