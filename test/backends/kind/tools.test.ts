import { expect } from 'chai';
import { atLeast, checked, isProblem } from '../../../src/backends/kind/tools.ts';
import { HarnessError } from '../../../src/core/errors.ts';

describe('atLeast', () => {
  it('compares versions as numbers, part by part', () => {
    const older = ['0.9.9', '0.26.12'].map((version) => isProblem(atLeast('kind', version, '0.27.0')));
    const newer = ['0.27.0', 'v0.100.0', 'kind v1.0.0 go1.24', '0.27.1-alpha'].map((version) =>
      isProblem(atLeast('kind', version, '0.27.0')),
    );
    expect([older, newer]).to.deep.equal([
      [true, true],
      [false, false, false, false],
    ]);
  });

  it('names the version it found, the one it needs, and how to get it', () => {
    const finding = atLeast('helm', 'v3.1.0', '3.8.0');
    expect(finding.message).to.equal('helm is 3.1.0, and 3.8.0 or later is needed');
    expect(isProblem(finding) && finding.hint).to.contain('Install Helm');
  });

  it('takes an answer without a version for a problem', () => {
    expect(atLeast('kind', 'segmentation fault', '0.27.0').message).to.contain('segmentation fault');
  });
});

describe('checked', () => {
  const never = new AbortController().signal;

  it('makes a problem of what is thrown, with its hint', async () => {
    const error = new HarnessError('unavailable', 'it is broken', { hint: 'Mend it.' });
    const finding = await checked('thing', never, () => Promise.reject(error));
    expect(finding).to.deep.equal({ check: 'thing', message: 'it is broken', hint: 'Mend it.' });
  });

  it('lets an interruption through', async () => {
    const reason = new HarnessError('interrupted', 'stopped by hand');
    const thrown = await checked('thing', AbortSignal.abort(reason), () => Promise.reject(new Error('late'))).catch(
      (error: unknown) => error,
    );
    expect(thrown).to.equal(reason);
  });
});
