import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HarnessError } from '../core/errors.ts';

const workloads = new URL('../../scenarios/workloads/', import.meta.url);

/** The manifests that a scenario's `workload` names: a file under scenarios/workloads/, or a path. Throws HarnessError('scenario-invalid'). */
export async function readWorkloadFile(workload: string): Promise<{ readonly file: string; readonly text: string }> {
  const file = /[/.]/.test(workload) ? workload : fileURLToPath(new URL(`${workload}.yaml`, workloads));
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (cause) {
    const hint = 'Name a file under scenarios/workloads/, or the path of a manifest file.';
    throw new HarnessError('scenario-invalid', `the workload ${workload} cannot be read`, { cause, hint });
  }
}
