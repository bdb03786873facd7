import { formatDuration, formatRatio } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';

/** A value of an indicator for people: `12s`, `99.95%`, `3`, `14.2 replica-seconds`. */
export function valueText(value: number, dimension: Indicator['dimension']): string {
  switch (dimension) {
    case 'duration':
      return formatDuration(value);
    case 'ratio':
      return formatRatio(value);
    case 'rate':
      return `${plain(value)}/s`;
    case 'size':
      return `${plain(value)} B`;
    case 'count':
      return plain(value);
    case 'replica-seconds':
      return `${plain(value)} replica-seconds`;
  }
}

/** As `valueText`, with `>=` before what had not ended when the observation did. */
export function measuredText(
  measurement: Extract<Measurement, { value: number }>,
  dimension: Indicator['dimension'],
): string {
  return (measurement.status === 'censored' ? '>= ' : '') + valueText(measurement.value, dimension);
}

function plain(value: number): string {
  return String(Number(value.toPrecision(6)));
}
