import { preferProcess } from './prefer-process.ts';

/** What the work of a process of the harness's own is done with. */
export interface ProcessSetting<Message> {
  readonly say: (message: Message) => void;
  /** Aborts when the harness wants an end. */
  readonly stop: AbortSignal;
}

/**
 * What a module that `startProcess` runs does: its work, with the input that it was given. The process ends when the harness
 * does, however that ended; what the work throws is told before.
 */
export function inProcess<Message>(work: (input: unknown, setting: ProcessSetting<Message>) => Promise<void>): void {
  preferProcess();
  const stop = new AbortController();
  const say = (message: unknown): void => void process.send?.(message);
  const crash = (error: unknown): void => {
    // The send must be through before the end.
    process.send?.({ crashed: error }, () => process.exit(1));
  };
  process.once('disconnect', () => process.exit());
  process.once('uncaughtException', crash);
  process.once('message', (input) => {
    process.once('message', () => stop.abort());
    work(input, { say, stop: stop.signal }).catch(crash);
  });
}
