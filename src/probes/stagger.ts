import type { StreamSpec } from '../core/stream.ts';

/** Offsets the streams evenly over their periods, in their order, so that they do not fire together. */
export function staggered(streams: readonly Omit<StreamSpec, 'phaseMs'>[]): readonly StreamSpec[] {
  return streams.map((stream, index) => ({ ...stream, phaseMs: (index / streams.length) * stream.periodMs }));
}
