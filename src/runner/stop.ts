import { HarnessError } from '../core/errors.ts';

/** Ends a run early. Ctrl-c, guards and failures all come this way: there is one path to the heal. */
export interface Stop {
  /** Aborts when the run is to end. */
  readonly signal: AbortSignal;
  /** Asks for the end. The first reason stands. */
  readonly request: (reason: unknown) => void;
  readonly requested: () => boolean;
  /** Calls `listener` once with the reason: when the end is asked for, or now if it was. */
  readonly onStop: (listener: (reason: unknown) => void) => void;
  /** Whether a person stopped the run. */
  readonly interrupted: () => boolean;
  /** Why the run ended early; undefined when it did not. A bug of ours, then an interruption, outrank what came first. */
  readonly reason: () => unknown;
  readonly dispose: () => void;
}

/** A stop that also follows `parent`, the signal of ctrl-c. */
export function stopSwitch(parent: AbortSignal): Stop {
  const controller = new AbortController();
  const request = (reason: unknown): void => {
    if (!controller.signal.aborted) controller.abort(reason);
  };
  const onParent = (): void => request(interruption(parent));
  if (parent.aborted) onParent();
  else parent.addEventListener('abort', onParent, { once: true });
  const requested = (): boolean => controller.signal.aborted;
  const interrupted = (): boolean => parent.aborted;
  const reason = (): unknown => {
    const first: unknown = requested() ? controller.signal.reason : undefined;
    const bug = requested() && !(first instanceof HarnessError);
    return interrupted() && !bug ? interruption(parent) : first;
  };
  return {
    signal: controller.signal,
    request,
    requested,
    onStop: (listener) => {
      const call = (): void => listener(controller.signal.reason);
      if (requested()) call();
      else controller.signal.addEventListener('abort', call, { once: true });
    },
    interrupted,
    reason,
    dispose: () => parent.removeEventListener('abort', onParent),
  };
}

function interruption(signal: AbortSignal): HarnessError {
  const reason: unknown = signal.reason;
  return reason instanceof HarnessError
    ? reason
    : new HarnessError('interrupted', 'the run was interrupted', { cause: reason });
}
