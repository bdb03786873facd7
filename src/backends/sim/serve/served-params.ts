import type { Settings } from '../../../core/settings.ts';
import { type ClusterParams, clusterParams } from '../../../core/cluster-params/index.ts';
import { HarnessError } from '../../../core/errors.ts';
import { kindOverrides } from '../params/kind-file.ts';
import { ZodError } from 'zod';

/** The settings of a served cluster: those of the kind configuration, and `cluster.…=…` over them. Throws HarnessError('usage'). */
export async function servedParams(settings: Settings, overrides: readonly string[]): Promise<ClusterParams> {
  const given: Record<string, unknown> = {};
  for (const text of overrides) set(given, text);
  try {
    return clusterParams(await kindOverrides(settings.kind.config), given);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const texts = error.issues.map(({ path, message }) => `cluster.${path.join('.')}: ${message}`);
    throw new HarnessError('usage', `--set does not fit: ${texts.join('; ')}`, { cause: error });
  }
}

function set(given: Record<string, unknown>, text: string): void {
  const [, path = '', value = ''] = /^cluster\.([^=]+)=(.*)$/.exec(text) ?? [];
  if (path === '') {
    throw new HarnessError('usage', `--set is "${text}"`, {
      hint: 'Only cluster.… can be set here, as in cluster.zones=2.',
    });
  }
  const [component = '', name] = path.split('.');
  const read: unknown = /^\d+$/.test(value) ? Number(value) : value;
  if (name === undefined) given[component] = read;
  else given[component] = { ...(given[component] as object | undefined), [name]: read };
}
