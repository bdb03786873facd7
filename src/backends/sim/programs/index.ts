import type { Pod } from '../objects.ts';
import { allPrograms } from './all.ts';
import type { Program } from './program.ts';

/** The model of a container's program; undefined for one that only has to be there. */
export function programFor(pod: Pod, container: string): Program | undefined {
  return allPrograms.find((program) => program.runs(pod, container));
}
