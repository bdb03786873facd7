/** A unit of Go durations; there are no days. */
export type DurationUnit = 'ns' | 'us' | 'µs' | 'ms' | 's' | 'm' | 'h';

/** One number and its unit, as `latency` and `jitter` of a NetworkChaos take it: `50ms`. */
export type SimpleDuration = `${number}${DurationUnit}`;

/** A Go duration: `300ms`, `1m30s`, `-10m`. Sums in other orders are valid too: `parseGoDuration` takes them all. */
export type GoDuration =
  | SimpleDuration
  | `${number}h${number}m`
  | `${number}h${number}s`
  | `${number}h${number}m${number}s`
  | `${number}m${number}s`
  | `${number}s${number}ms`;

/** A percentage without its sign: `25`, `0.5`. */
export type Percentage = `${number}`;

/** A bandwidth: bits (`1mbit`) or bytes (`1mbps`) per second. */
export type NetworkRate = `${number}${'' | 'k' | 'm' | 'g' | 't'}${'bit' | 'bps'}`;

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Milliseconds in a Go duration, negative ones included; undefined when Go would not take it.
 * The grammar is that of Go's time.ParseDuration: https://pkg.go.dev/time#ParseDuration
 */
export function parseGoDuration(text: string): number | undefined {
  const [, sign, body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === '0') return 0;
  const parts = [...body.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== body) return undefined;
  const size = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? Number.NaN), 0);
  return sign === '-' && size !== 0 ? -size : size;
}

/** `ms` milliseconds as a Go duration in the largest whole unit: 90000 is `90s`, 120000 `2m`. */
export function goDuration(ms: number): GoDuration {
  if (ms === 0) return '0s';
  for (const unit of ['h', 'm', 's', 'ms'] as const) {
    const amount = ms / (unitMs[unit] ?? Number.NaN);
    if (Number.isInteger(amount)) return `${amount}${unit}`;
  }
  return `${Math.round(ms * 1e6)}ns`;
}

/** Bytes per second in a rate of a NetworkChaos; undefined when Chaos Mesh would not take it. */
export function parseNetworkRate(text: string): number | undefined {
  const match = /^(\d+)\s*([kmgt]?)(bit|bps)$/.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const power = ['', 'k', 'm', 'g', 't'].indexOf(match[2] ?? '');
  // As Chaos Mesh and tc have it: bytes in powers of 1024, bits in powers of 1000.
  return match[3] === 'bps' ? Number(match[1]) * 1024 ** power : (Number(match[1]) * 1000 ** power) / 8;
}
