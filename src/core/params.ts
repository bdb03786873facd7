import { z } from 'zod';
import { parseDuration, parseRate, parseRatio, parseSize } from '../base/quantity.ts';

/** A parameter that is written as text with a unit and read as a number of base units. `.prefault('5s')` gives it a default. */
export type QuantityParam = z.ZodType<number, string>;

/** Milliseconds, written `300ms`, `2m`, `1h30m`; zero is allowed. */
export function duration(): QuantityParam {
  return quantity('a duration', '300ms, 2m or 1h30m', /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/, parseDuration);
}

/** Events per second, written `50/s` or `90/m`; zero is allowed. */
export function rate(): QuantityParam {
  return quantity('a rate', '50/s or 90/m', /^\d+(?:\.\d+)?\/(?:s|m|h)$/, parseRate);
}

/** A ratio (0.05), written `5%`. */
export function ratio(): QuantityParam {
  return quantity('a percentage', '5% or 99.9%', /^\d+(?:\.\d+)?%$/, parseRatio);
}

/** Bytes, written `2Gi` or `500M`; zero is allowed. */
export function size(): QuantityParam {
  return quantity('a size', '2Gi, 500M or 64Ki', /^\d+(?:\.\d+)?(?:B|Ki|Mi|Gi|k|M|G)$/, parseSize);
}

// The pattern repeats what the parser knows, so that an editor with the JSON Schema says the same as the harness.
function quantity(
  what: string,
  examples: string,
  pattern: RegExp,
  parse: (text: string) => number | undefined,
): QuantityParam {
  const wanted = `${what} with its unit, such as ${examples}`;
  return z
    .string({ error: ({ input }) => refusal(wanted, input) })
    .regex(pattern, { error: ({ input }) => refusal(wanted, input) })
    .transform((text, context) => {
      const value = parse(text);
      if (value !== undefined && Number.isFinite(value)) return value;
      context.addIssue({ code: 'custom', message: refusal(wanted, text) });
      return z.NEVER;
    });
}

function refusal(wanted: string, input: unknown): string {
  if (input === undefined) return `is missing: write ${wanted}`;
  if (typeof input === 'number') return `${input} has no unit: write ${wanted}`;
  return `${JSON.stringify(input)} is not ${wanted}`;
}
