import type { Rendered } from '../../src/core/report.ts';

/** The whole of what a reporter gives, in parts or not. */
export async function bytesOf(rendered: Rendered): Promise<Buffer> {
  if (typeof rendered === 'string' || rendered instanceof Uint8Array) return Buffer.from(rendered);
  const parts: Uint8Array[] = [];
  for await (const part of rendered) parts.push(part);
  return Buffer.concat(parts);
}
