import { getMaxListeners, setMaxListeners } from 'node:events';
import { expect } from 'chai';
import { interruptSignal } from '../../src/cli/interrupt.ts';
import { silentOutput } from '../support/silent-output.ts';

describe('interruptSignal', () => {
  const names = ['SIGINT', 'SIGTERM'] as const;
  const before = names.map((name) => process.listeners(name));
  afterEach(() => {
    for (const [index, name] of names.entries()) {
      for (const listener of process.listeners(name)) {
        if (before[index]?.includes(listener) !== true) process.off(name, listener);
      }
    }
  });

  it('lets as many calls hang on it as there are, without a warning on the terminal', () => {
    setMaxListeners(10);
    expect(getMaxListeners(interruptSignal(silentOutput))).to.equal(0);
  });
});
