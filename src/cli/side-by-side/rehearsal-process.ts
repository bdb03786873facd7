import { inProcess, type ProcessSetting } from '../../base/processes/in-process.ts';
import { errorRecord } from '../../core/errors.ts';
import { backendOf } from '../backend.ts';
import { rehearsed } from '../rehearse.ts';
import { runOnce } from '../run-once.ts';
import { forwardedOutput } from './forwarded-output.ts';
import type { CrewInput, CrewMessage, Job } from './messages.ts';

/** Rehearses what it is told to, one after the other, until the harness ends it. */
async function work(input: unknown, { say, listen, stop }: ProcessSetting<CrewMessage>): Promise<void> {
  const { settings, reportsDir, look } = input as CrewInput;
  const backend = backendOf('sim', settings);
  const output = forwardedOutput(look, (said) => say({ kind: 'said', said }));
  const carryOut = async (job: Job): Promise<void> => {
    try {
      const draw = { ...job, backend: await backend };
      const finished =
        reportsDir === undefined
          ? await rehearsed(draw, stop)
          : await runOnce({ ...draw, reportsDir, output, signal: stop });
      say({ kind: 'finished', finished });
    } catch (thrown) {
      const stack = thrown instanceof Error ? thrown.stack : undefined;
      say({ kind: 'failed', error: { ...errorRecord(thrown), stack } });
    }
  };
  listen((job) => void carryOut(job as Job));
}

inProcess(work);
