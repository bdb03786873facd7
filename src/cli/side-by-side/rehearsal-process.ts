import { inProcess, type ProcessSetting } from '../../base/processes/in-process.ts';
import { errorRecord } from '../../core/errors.ts';
import { backendOf } from '../backend.ts';
import { runOnce } from '../run-once.ts';
import { forwardedOutput } from './forwarded-output.ts';
import type { CrewInput, CrewMessage, Job } from './messages.ts';

/** Rehearses what it is told to, one after the other, until the harness ends it. */
async function rehearse(input: unknown, { say, listen, stop }: ProcessSetting<CrewMessage>): Promise<void> {
  const { settings, reportsDir, look } = input as CrewInput;
  const backend = backendOf('sim', settings);
  const output = forwardedOutput(look, (said) => say({ kind: 'said', said }));
  const carryOut = async (job: Job): Promise<void> => {
    try {
      const finished = await runOnce({ ...job, backend: await backend, reportsDir, output, signal: stop });
      say({ kind: 'finished', finished });
    } catch (thrown) {
      const stack = thrown instanceof Error ? thrown.stack : undefined;
      say({ kind: 'failed', error: { ...errorRecord(thrown), stack } });
    }
  };
  listen((job) => void carryOut(job as Job));
}

inProcess(rehearse);
