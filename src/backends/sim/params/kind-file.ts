import { readFile } from 'node:fs/promises';
import type { ClusterOverrides } from '../../../core/cluster-params/index.ts';
import { HarnessError } from '../../../core/errors.ts';
import { readKindConfig } from './kind-config.ts';

/** The kind configuration is a default like others: without one the flags' own count. */
export async function kindOverrides(file: string): Promise<ClusterOverrides> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new HarnessError('unavailable', `the kind configuration ${file} cannot be read`, { cause });
  }
  return readKindConfig(text);
}
