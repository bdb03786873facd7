import { expect } from 'chai';
import { virtualClock } from '../../src/base/virtual-clock.ts';
import type { PendingAction } from '../../src/runner/journal.ts';
import { recoverRun } from '../../src/runner/recover.ts';
import { fakeCluster, type FakeOptions } from '../support/fake-cluster.ts';
import { cut } from './builders.ts';

const pending = (...nodes: readonly string[]): readonly PendingAction[] =>
  nodes.map((node) => ({ event: 'inject', id: node, fault: 'a', action: cut(node) }));

async function recover(options: FakeOptions & { interruptAt?: number; nodes?: readonly string[] }) {
  const clock = virtualClock();
  const cluster = fakeCluster(clock, options);
  const journal: string[] = [];
  const notes: string[] = [];
  const ctrlC = new AbortController();
  if (options.interruptAt !== undefined) clock.at(options.interruptAt, () => ctrlC.abort(new Error('ctrl-c')));
  const leftovers = await clock.run(() =>
    recoverRun({
      pending: pending(...(options.nodes ?? ['n2', 'n1'])),
      cluster,
      clock,
      journal: {
        append: async (entry) => void journal.push('id' in entry ? `${entry.event} ${entry.id}` : entry.event),
      },
      signal: ctrlC.signal,
      note: (text) => void notes.push(text),
      healDeadlineMs: 60_000,
    }),
  );
  return { leftovers, journal, notes, calls: cluster.calls };
}

describe('recoverRun', () => {
  it('heals in the order given, then sweeps and cleans up', async () => {
    const { leftovers, journal, calls } = await recover({});
    expect(calls).to.deep.equal([
      '0 heal drop-traffic on n2',
      '500 heal drop-traffic on n1',
      '1000 sweep',
      '1000 cleanUp',
    ]);
    expect(journal).to.deep.equal(['gone n2', 'gone n1', 'end']);
    expect(leftovers).to.deep.equal([]);
  });

  it('sweeps also where nothing is pending', async () => {
    const { calls } = await recover({ nodes: [] });
    expect(calls).to.deep.equal(['0 sweep', '0 cleanUp']);
  });

  it('heals the rest when one heal fails, and names what is left', async () => {
    const heal = (): Promise<never> => Promise.reject(new Error('no engine'));
    const { leftovers, journal } = await recover({ actions: { 'drop-traffic on n2': { heal } } });
    expect(leftovers).to.deep.equal(['drop-traffic on n2: no engine']);
    expect(journal).to.deep.equal(['gone n1']);
  });

  it('tries again what the API was not there for at first', async () => {
    let tries = 0;
    const heal = async (): Promise<void> => {
      tries += 1;
      if (tries < 3) throw new Error('refused');
    };
    const { leftovers, journal } = await recover({ actions: { 'drop-traffic on n2': { heal } } });
    expect(leftovers).to.deep.equal([]);
    expect(journal).to.deep.equal(['gone n1', 'gone n2', 'end']);
  });

  it('names what the sweep could not do', async () => {
    const sweep = (): Promise<never> => Promise.reject(new Error('forbidden'));
    const { leftovers, journal } = await recover({ replace: { sweep } });
    expect(leftovers).to.deep.equal(['sweep of the cluster: forbidden']);
    expect(journal).not.to.include('end');
  });

  it('may be interrupted, and says what is not done', async () => {
    const { leftovers, journal } = await recover({ interruptAt: 700 });
    expect(leftovers).to.include('drop-traffic on n1: ctrl-c');
    expect(journal).to.deep.equal(['gone n2']);
  });
});
