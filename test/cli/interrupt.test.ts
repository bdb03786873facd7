import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { interruptSignal } from '../../src/cli/interrupt.ts';
import { silentOutput } from '../support/silent-output.ts';

describe('interruptSignal', () => {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = names.map((name) => process.listeners(name));
  afterEach(() => {
    for (const [index, name] of names.entries()) {
      for (const listener of process.listeners(name)) {
        if (before[index]?.includes(listener) !== true) process.off(name, listener);
      }
    }
  });

  it('lets as many calls hang on it as there are, without a warning on the terminal', async () => {
    setMaxListeners(10);
    const warnings: string[] = [];
    const note = ({ name }: Error): void => void warnings.push(name);
    process.on('warning', note);
    const signal = interruptSignal(silentOutput);
    for (let i = 0; i < 20; i += 1) signal.addEventListener('abort', () => undefined);
    await setImmediate();
    process.off('warning', note);
    expect(warnings).to.deep.equal([]);
  });

  for (const name of names) {
    it(`aborts on ${name}, so that what was injected is healed`, () => {
      const signal = interruptSignal(silentOutput);
      expect(signal.aborted).to.equal(false);
      process.emit(name);
      expect(signal.aborted).to.equal(true);
    });
  }
});
