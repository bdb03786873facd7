import type { Machines } from '../../kube/inside.ts';
import type { Runtime } from './shell.ts';

const timeoutMs = 30_000;

/** Machines that are containers of the runtime. */
export function containerMachines(runtime: Runtime): Machines {
  const state: Machines['state'] = async (name, signal) => {
    const args = ['inspect', '--format', '{{.State.Status}}', name];
    const { stdout } = await runtime(args, { signal, timeoutMs });
    const word = stdout.trim();
    return word === 'running' ? 'running' : word === 'paused' ? 'paused' : 'off';
  };
  const unless = async (name: string, is: string, args: readonly string[], signal: AbortSignal): Promise<void> => {
    if ((await state(name, signal)) !== is) await runtime([...args, name], { signal, timeoutMs });
  };
  return {
    state,
    pause: (name, signal) => unless(name, 'paused', ['pause'], signal),
    unpause: async (name, signal) => {
      if ((await state(name, signal)) === 'paused') await runtime(['unpause', name], { signal, timeoutMs });
    },
    kill: (name, signal) => unless(name, 'off', ['kill'], signal),
    start: (name, signal) => unless(name, 'running', ['start'], signal),
  };
}
