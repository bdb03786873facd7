import { expect } from 'chai';
import { run } from '../../../src/backends/kind/exec.ts';
import { HarnessError } from '../../../src/core/errors.ts';

async function failureOf(work: Promise<unknown>): Promise<HarnessError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof HarnessError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('run', () => {
  it('answers with both outputs and passes the input on', async () => {
    const { stdout, stderr } = await run('sh', ['-c', 'cat; echo aside >&2'], { input: 'hello' });
    expect({ stdout, stderr }).to.deep.equal({ stdout: 'hello', stderr: 'aside' });
  });

  it('gives a command without input an end of file, not the terminal', async () => {
    expect((await run('cat', [])).stdout).to.equal('');
  });

  it('names the status and the end of standard error', async () => {
    const error = await failureOf(run('sh', ['-c', 'for i in 1 2 3 4 5 6 7 8; do echo line $i >&2; done; exit 3']));
    expect(error.code).to.equal('unavailable');
    expect(error.message).to.contain('ended with status 3').and.contain('line 3 / ').and.contain('line 8');
    expect(error.message).not.to.contain('line 2');
  });

  it('says how to get a tool that is not there', async () => {
    const path = { PATH: '/nowhere' };
    const error = await failureOf(run('kind', ['version'], { env: path }));
    expect(error.message).to.equal('kind is not on the PATH');
    expect(error.hint).to.contain('Install kind');
  });

  it('gives a command up after its time', async () => {
    const error = await failureOf(run('sleep', ['30'], { timeoutMs: 50 }));
    expect(error.message).to.contain('did not end within 0.05 s');
  });

  it('throws the very reason of a signal that a person or a guard aborted', async () => {
    const reason = new HarnessError('interrupted', 'stopped by hand');
    const controller = new AbortController();
    const error = failureOf(run('sleep', ['30'], { signal: controller.signal }));
    controller.abort(reason);
    expect(await error).to.equal(reason);
  });
});
