import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runOnce, type RunOrder } from '../../src/cli/run-once.ts';
import { HarnessError } from '../../src/core/errors.ts';
import { silentOutput } from '../support/silent-output.ts';

describe('a run that does not begin', () => {
  let reportsDir = '';
  before(async () => {
    reportsDir = await mkdtemp(join(tmpdir(), 'aftershock-once-'));
  });
  after(() => rm(reportsDir, { recursive: true, force: true }));

  /** What a run ends with whose backend throws that, interrupted at that moment or not. */
  async function thrownBy(thrown: Error, isInterrupted: boolean): Promise<unknown> {
    const controller = new AbortController();
    const backend = {
      name: 'broken',
      simulated: true,
      preflight: async () => [],
      run: () => {
        if (isInterrupted) controller.abort();
        throw thrown;
      },
    } as unknown as RunOrder['backend'];
    const source = { file: 'none.yaml', text: '', overrides: [] };
    const scenario = {
      name: 'none',
      title: 'None',
      hypothesis: '',
      faults: [],
      probes: [],
      abort: [],
      slos: [],
      source,
    };
    const order = { scenario, backend, seed: 1, reportsDir, output: silentOutput, signal: controller.signal };
    return runOnce(order as unknown as RunOrder).catch((error: unknown) => error);
  }

  it('says that it was interrupted, whatever call that broke off', async () => {
    const thrown = await thrownBy(new HarnessError('unavailable', 'no answer'), true);
    expect(thrown).to.be.instanceOf(HarnessError).with.property('code', 'interrupted');
    expect(thrown).to.have.nested.property('cause.message', 'no answer');
  });

  it('says what the harness foresaw, and what is a bug of it, also while it is interrupted', async () => {
    const foreseen = new HarnessError('unavailable', 'no answer');
    expect(await thrownBy(foreseen, false)).to.equal(foreseen);
    const bug = new TypeError('undefined is not a function');
    expect(await thrownBy(bug, true)).to.equal(bug);
  });
});
