import { type Child, startProcess } from '../../base/processes/start-process.ts';
import { HarnessError } from '../../core/errors.ts';
import type { RunReport } from '../../core/report.ts';
import type { Outcome } from '../outcome.ts';
import type { FinishedRun } from '../run-once.ts';
import type { Said } from './forwarded-output.ts';
import type { CrewInput, CrewMessage, ForwardedError, Job } from './messages.ts';

/** A process that rehearses; `T` is what comes of it: a run with its folder, or a report. */
export interface CrewMember<T> {
  /** Rehearses; `hear` gets what is said meanwhile. One at a time. Never rejects: a process that dies is an outcome, and the next job gets another. */
  readonly rehearse: (job: Job, hear: (said: Said) => void) => Promise<Outcome<T>>;
  /** Interrupts the rehearsal under way, which comes to its end. */
  readonly stop: () => void;
  readonly end: () => Promise<void>;
}

const ownEntry = new URL('../../../bin/rehearsals.mjs', import.meta.url);

/** Its process is started with its first job. */
export function crewMember<T extends FinishedRun | RunReport>(input: CrewInput, entry = ownEntry): CrewMember<T> {
  let child: Child<CrewMessage> | undefined;
  let onMessage: (message: CrewMessage) => void = () => undefined;
  const started = (): Child<CrewMessage> => {
    const made = startProcess<CrewMessage>('a rehearsal', entry, input);
    made.listen((message) => onMessage(message));
    return made;
  };
  return {
    rehearse: async ({ scenario, seed, command }, hear) => {
      child ??= started();
      const ended = new Promise<Outcome<T>>((resolve) => {
        onMessage = (message) => {
          if (message.kind === 'said') hear(message.said);
          else
            resolve(
              message.kind === 'finished'
                ? (message as Outcome<T>)
                : { kind: 'failed', thrown: errorOf(message.error) },
            );
        };
      });
      child.tell({ scenario, seed, command } satisfies Job);
      try {
        return await Promise.race([ended, child.failed]);
      } catch (thrown) {
        child = undefined;
        return { kind: 'failed', thrown };
      }
    },
    stop: () => child?.stop(),
    end: async () => child?.end(),
  };
}

function errorOf({ code, message, hint, stack }: ForwardedError): Error {
  if (code !== 'bug') return new HarnessError(code, message, hint === undefined ? {} : { hint });
  return Object.assign(new Error(message), stack === undefined ? {} : { stack });
}
