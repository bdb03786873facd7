import type { Output } from '../../src/cli/output.ts';

/** An output that says nothing to anybody. */
export const silentOutput: Output = {
  json: false,
  progress: 'none',
  width: 80,
  height: 40,
  say: () => undefined,
  event: () => undefined,
  print: () => undefined,
  error: () => undefined,
  style: (_, text) => text,
};
