const unitsMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** What Go's time.ParseDuration makes of a text, in ms; undefined when it refuses it. */
export function goDuration(text: string): number | undefined {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
  if (rest === '0') return 0;
  const parts = [...rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (rest === '' || parts.map(([part]) => part).join('') !== rest) return undefined;
  const ms = parts.reduce((sum, [, number = '', unit = '']) => sum + Number(number) * (unitsMs[unit] ?? 0), 0);
  return sign === '-' ? -ms : ms;
}
