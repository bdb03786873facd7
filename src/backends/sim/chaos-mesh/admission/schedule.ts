import type { ChaosSpec } from '../experiment.ts';
import { parseCron } from '../schedule/cron.ts';
import { blockName, type Schedule } from '../schedule/schedule.ts';
import { admitted } from './kinds.ts';
import { invalid } from './refusal.ts';
import { specProblems } from './spec.ts';

/** What a webhook says when its own program falls over. */
export const panic = 'panic: runtime error: invalid memory address or nil pointer dereference [recovered]';

/** Kinds that a Schedule may make but that are not simulated; they are looked at by nobody here. */
const types = ['JVMChaos', 'KernelChaos', 'BlockChaos', 'AWSChaos', 'GCPChaos', 'AzureChaos', 'PhysicalMachineChaos'];

/** Mistakes of a Schedule; `panic` when its webhook falls over. */
export function scheduleProblems({ spec }: Schedule): readonly string[] | typeof panic {
  const problems: string[] = [];
  try {
    parseCron(spec.schedule);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    problems.push(invalid('spec.schedule', spec.schedule, `parse schedule field error:${why}`));
  }
  const kind = admitted[spec.type];
  if (kind === undefined && spec.type !== 'Workflow' && !types.includes(spec.type)) {
    return [...problems, invalid('spec.type', spec.type, `unknown template type ${spec.type}: invalid value`)];
  }
  const block = spec[blockName(spec.type)];
  if (block === undefined) return panic;
  return kind === undefined ? problems : [...problems, ...specProblems(block as ChaosSpec, kind)];
}

/** What is filled in: nothing within what it makes, which is filled in when it is made. */
export function withScheduleDefaults(schedule: Schedule): Schedule {
  const { concurrencyPolicy = 'Forbid' } = schedule.spec;
  const status = schedule.status ?? { time: null };
  return { ...schedule, spec: { ...schedule.spec, concurrencyPolicy }, status };
}
