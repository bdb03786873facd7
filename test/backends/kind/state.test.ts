import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { activeRun, kubeconfigFile, lockCluster, lockFile, writeState } from '../../../src/backends/kind/state.ts';
import { type FakeTools, fakeTools } from './fake-tools.ts';

describe('lockCluster', () => {
  let tools: FakeTools;
  beforeEach(() => (tools = fakeTools()));
  afterEach(() => tools.restore());

  it('holds the cluster for one run until it gives it back', async () => {
    const unlock = await lockCluster('lab', 'first');
    const error = await lockCluster('lab', 'second').catch((thrown: unknown) => thrown);
    expect((error as Error).message).to.equal(`run first (process ${process.pid}) is under way on the cluster lab`);
    await unlock();
    expect(await activeRun('lab')).to.equal(undefined);
    await (await lockCluster('lab', 'second'))();
  });

  it('does not keep one cluster from another', async () => {
    const unlocks = [await lockCluster('lab', 'first'), await lockCluster('other', 'second')];
    await Promise.all(unlocks.map((unlock) => unlock()));
  });

  it('takes over from a run whose process is gone', async () => {
    await writeState(lockFile('lab'), JSON.stringify({ runId: 'dead', pid: 2 ** 22 + 1 }));
    expect(await activeRun('lab')).to.equal(undefined);
    const unlock = await lockCluster('lab', 'next');
    expect((await activeRun('lab'))?.runId).to.equal('next');
    await unlock();
  });

  it('takes over a lock that was never written to its end', async () => {
    await writeState(lockFile('lab'), '');
    writeFileSync(lockFile('lab'), '{"runId":');
    await (await lockCluster('lab', 'next'))();
  });
});

describe('kubeconfigFile', () => {
  it('lies in the state folder, apart for each cluster', () => {
    expect([kubeconfigFile('a'), kubeconfigFile('b')]).to.deep.equal([
      '.aftershock/a.kubeconfig',
      '.aftershock/b.kubeconfig',
    ]);
  });
});
