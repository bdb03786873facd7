/** Tells a process to come to its end. */
export const stopWord = 'stop';

/** What the work of a process of the harness's own is done with. */
export interface ProcessSetting<Message> {
  readonly say: (message: Message) => void;
  /** Hears what the harness tells after the input, in order. */
  readonly listen: (listener: (message: unknown) => void) => void;
  /** Aborts when the harness wants an end. */
  readonly stop: AbortSignal;
}

/**
 * What a module that `startProcess` runs does: its work, with the input that it was given. The process ends when the harness
 * does, however that ended; what the work throws is told before.
 */
export function inProcess<Message>(work: (input: unknown, setting: ProcessSetting<Message>) => Promise<void>): void {
  const stop = new AbortController();
  const say = (message: unknown): void => void process.send?.(message);
  const crash = (error: unknown): void => {
    // The send must be through before the end.
    process.send?.({ crashed: error }, () => process.exit(1));
  };
  process.once('disconnect', () => process.exit());
  process.once('uncaughtException', crash);
  process.once('message', (input) => {
    const listeners: ((message: unknown) => void)[] = [];
    process.on('message', (message) => {
      if (message === stopWord) stop.abort();
      else for (const listener of listeners) listener(message);
    });
    work(input, { say, listen: (listener) => void listeners.push(listener), stop: stop.signal }).catch(crash);
  });
}
