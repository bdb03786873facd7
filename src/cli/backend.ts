import { backends } from '../backends/index.ts';
import { suggest } from '../base/did-you-mean.ts';
import type { Backend } from '../core/cluster.ts';
import { HarnessError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';

/** Where a scenario runs unless the command line says otherwise. */
const rehearsal = 'sim';

/** The backend that --cluster names, or the simulated one. */
export async function backendOf(cluster: string | undefined, settings: Settings): Promise<Backend> {
  const [, name = '', qualifier] = /^([^:]*)(?::(.*))?$/.exec(cluster ?? rehearsal) ?? [];
  const found = backends.find(name);
  if (found === undefined) {
    throw new HarnessError('usage', `there is no backend "${name}"`, { hint: suggest(name, backends.names) });
  }
  if (qualifier !== undefined && found.named !== true) {
    throw new HarnessError('usage', `--cluster is "${cluster ?? ''}"`, {
      hint: `Write --cluster ${name}: there is only one.`,
    });
  }
  return await found.create(settings, qualifier);
}

/** Throws HarnessError('unavailable') that lists everything that stands in the way. */
export function refuse(problems: readonly { check: string; message: string; hint: string }[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ check, message, hint }) => `  ${check}: ${message}\n    ${hint}`);
  throw new HarnessError(
    'unavailable',
    `${problems.length === 1 ? 'one thing stands' : `${problems.length} things stand`} in the way:\n${lines.join('\n')}`,
  );
}
