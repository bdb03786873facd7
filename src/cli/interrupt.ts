import { setMaxListeners } from 'node:events';
import { HarnessError } from '../core/errors.ts';
import type { Output } from './output.ts';

/** A signal that aborts on ctrl-c or SIGTERM. Healing goes on; a second ctrl-c says so, a third ends the process at once. */
export function interruptSignal(output: Output): AbortSignal {
  // Many calls at once hang on signals; Node takes more than ten for a leak, and says so on the terminal. Set before the first is made.
  setMaxListeners(0);
  const controller = new AbortController();
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
  return controller.signal;
}
