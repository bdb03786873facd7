import type { Rendered } from '../../src/core/report.ts';

/** The whole of what a reporter gives, in parts or not. */
export function bytesOf(rendered: Rendered): Buffer {
  if (typeof rendered === 'string') return Buffer.from(rendered);
  return rendered instanceof Uint8Array ? Buffer.from(rendered) : Buffer.concat([...rendered]);
}
