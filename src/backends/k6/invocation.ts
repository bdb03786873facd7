import type { LoadJob } from '../../core/load.ts';

/** How every k6 of the harness is called: its points go to its standard output. */
export const k6Flags: readonly string[] = ['--quiet', '--no-color', '--out', 'json=-'];

/** What the harness's own script reads of a job, and k6 itself. */
export function k6Environment(
  urls: readonly string[],
  { ratePerSecond, timeoutMs }: Pick<LoadJob, 'ratePerSecond' | 'timeoutMs'>,
): Readonly<Record<string, string>> {
  return {
    URLS: urls.join(','),
    RATE: String(ratePerSecond),
    TIMEOUT_MS: String(timeoutMs),
    K6_NO_USAGE_REPORT: 'true',
    // Not by the flag, which k6 2 refuses: that one prints a summary at the end, whose lines are no points, and are left out.
    K6_NO_SUMMARY: 'true',
  };
}
