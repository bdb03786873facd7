import { wilsonInterval } from '../base/percentile.ts';
import { formatRatio } from '../base/quantity.ts';
import type { Measurement } from '../core/indicator.ts';
import type { Phase } from '../core/timeline.ts';
import { unmeasured } from './measurement.ts';
import { gapIn, samplesIn, type Stream } from './streams.ts';

/**
 * Good requests out of all of the streams that were due in the phases, with the 95 % Wilson interval. Unmeasured when a
 * stream has none in one of them, or one that may have been asked wrongly.
 */
export function availabilityOf(streams: readonly Stream[], phases: readonly Phase[], note = ''): Measurement {
  const gap = gapIn(streams, phases);
  if (gap !== undefined) return unmeasured(gap);
  const counts = streams.map((stream) => {
    const samples = samplesIn(stream, phases);
    return { stream, total: samples.length, good: samples.count(({ good }) => good) };
  });
  const total = counts.reduce((sum, one) => sum + one.total, 0);
  if (total === 0) return unmeasured('no request was due');
  const good = counts.reduce((sum, one) => sum + one.good, 0);
  const worst = counts.reduce((a, b) => (b.good * a.total < a.good * b.total ? b : a));
  const worstText =
    good === total ? '' : `; worst: ${worst.stream.spec.id} with ${formatRatio(worst.good / worst.total)}`;
  return {
    status: 'measured',
    value: good / total,
    samples: total,
    evidence: `${good} of ${total} requests good on ${streams.length} streams${worstText}${note}`,
    bounds: wilsonInterval(good, total),
  };
}
