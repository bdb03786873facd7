/** Quantities with units, as scenarios write them. A bare number is never a quantity: the unit is what makes it readable. */
export type Dimension = 'duration' | 'rate' | 'ratio' | 'size' | 'count';

const durationUnits: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** Milliseconds in `300ms`, `2m`, `1h30m`, `1.5s`; undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (durationUnits[unit ?? ''] ?? Number.NaN), 0);
}

/** Events per second in `50/s`, `90/m`; undefined when the text is no rate. */
export function parseRate(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text);
  if (match === null) return undefined;
  return (Number(match[1]) * 1000) / (durationUnits[match[2] ?? ''] ?? Number.NaN);
}

/** A ratio (0.05 for `5%`); undefined when the text is no percentage. */
export function parseRatio(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  return match === null ? undefined : Number(match[1]) / 100;
}

/** Bytes in `2Gi`, `500M`; undefined when the text is no size. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(B|Ki|Mi|Gi|k|M|G)$/.exec(text);
  return match === null ? undefined : Number(match[1]) * (sizeUnits[match[2] ?? ''] ?? Number.NaN);
}

/** `45s`, `2m 5s`, `320ms`: short and exact to what a person reads. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return String(ms);
  const sign = ms < 0 ? '-' : '';
  const size = Math.abs(ms);
  // The limits lie where rounding would show the next unit's first value: 999.7 ms is `1s`, not `1000ms`.
  if (size < 999.5) return `${sign}${trim(size, size < 10 ? 1 : 0)}ms`;
  if (size < 119_950) return `${sign}${trim(size / 1000, size < 10_000 ? 2 : 1)}s`;
  const seconds = Math.round(size / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  return sign + [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : '', rest > 0 ? `${rest}s` : ''].join('');
}

/** `99.95%`: as many digits as keep 99.95 % apart from 100 %, and 0.004 % from none. */
export function formatRatio(ratio: number): string {
  const percent = ratio * 100;
  const digits = (percent > 99 && percent < 100) || (percent > 0 && percent < 0.1) ? 3 : 2;
  // Never round a loss away: 99.9996 % is not 100 %, and one error in a million is not none.
  const text = trim(percent, digits);
  if (percent < 100 && text === '100') return '>99.999%';
  return percent > 0 && text === '0' ? '<0.001%' : `${text}%`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
