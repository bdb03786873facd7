import { setMaxListeners } from 'node:events';
import { HarnessError } from '../core/errors.ts';
import type { Output } from './output.ts';

/** A signal that aborts on ctrl-c, on SIGTERM, and when the terminal is closed. Healing goes on; a second ctrl-c says so, a third ends the process at once. */
export function interruptSignal(output: Output): AbortSignal {
  const controller = new AbortController();
  // Made before the backends lift the limit beyond which Node warns of a leak.
  setMaxListeners(0, controller.signal);
  let count = 0;
  const onSignal = (name: string) => (): void => {
    count += 1;
    if (count === 1) {
      output.say(output.style('warn', `\n${name}: healing what was injected, then stopping.`));
      controller.abort(new HarnessError('interrupted', `stopped by ${name}`));
    } else if (count === 2) {
      output.say(
        output.style(
          'warn',
          'Still healing. Once more leaves the cluster broken: `npm run chaos -- recover` would mend it.',
        ),
      );
    } else {
      process.exit(130);
    }
  };
  process.on('SIGINT', onSignal('ctrl-c'));
  process.on('SIGTERM', onSignal('SIGTERM'));
  // A terminal that is closed, or a connection to it that is lost, would end the process with its faults in force.
  process.on('SIGHUP', onSignal('SIGHUP'));
  return controller.signal;
}
