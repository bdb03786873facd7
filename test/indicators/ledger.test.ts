import { expect } from 'chai';
import type { LedgerReadObservation, LedgerWriteObservation, Observation } from '../../src/core/observation.ts';
import { ledgerLost } from '../../src/indicators/ledger-lost.ts';
import { ledgerReordered } from '../../src/indicators/ledger-reordered.ts';
import { timelineOf } from '../support/timeline-builder.ts';

const write = (entry: number, sentAt: number, at: number, revision?: string): LedgerWriteObservation => ({
  kind: 'ledger-write',
  entry,
  sentAt,
  at,
  ...(revision === undefined ? { error: 'no answer' } : { revision }),
});
const read = (instance: string, entries: readonly (readonly [number, string])[]): LedgerReadObservation => ({
  kind: 'ledger-read',
  at: 180_000,
  instance,
  entries,
});
const three = [write(0, 0, 10, '5'), write(1, 500, 510, '7'), write(2, 1000, 1010, '19')];
const all = [
  [0, '5'],
  [1, '7'],
  [2, '19'],
] as const;

function lost(observations: readonly Observation[]): unknown {
  return ledgerLost.measure(timelineOf({ observations }), ['fault']);
}

describe('ledger.lost', () => {
  it('is none when every apiserver gives back all that was acknowledged, and more', () => {
    const unheard = write(3, 1500, 6500);
    expect(lost([...three, unheard, read('a', all), read('b', [...all, [3, '23']])])).to.deep.include({
      status: 'measured',
      value: 0,
      samples: 3,
    });
  });

  it('counts an entry that one apiserver lacks, or has in another version', () => {
    expect(lost([...three, read('a', all), read('b', all.slice(1))])).to.include({ value: 1 });
    expect(lost([...three, read('a', [[0, '6'], ...all.slice(1)])])).to.include({ value: 1 });
  });

  it('is a lower bound when an apiserver could not be asked, and nothing when none could', () => {
    const silent: LedgerReadObservation = { kind: 'ledger-read', at: 1, instance: 'b', error: 'refused' };
    expect(lost([...three, read('a', all), silent])).to.include({ status: 'censored', value: 0 });
    expect(lost([...three, silent])).to.deep.equal({
      status: 'unmeasured',
      reason: 'no apiserver gave the ledger back: b: refused',
    });
    expect(lost([])).to.include({ reason: 'nothing was written to the ledger' });
    expect(lost([write(0, 0, 1), read('a', [])])).to.include({ reason: 'no write to the ledger was acknowledged' });
  });
});

describe('ledger.reordered', () => {
  const reordered = (...writes: readonly LedgerWriteObservation[]): unknown =>
    ledgerReordered.measure(timelineOf({ observations: [...writes, read('a', all)] }), ['fault']);

  it('counts an entry whose version is below that of one that was acknowledged before it was sent', () => {
    expect(reordered(...three)).to.include({ value: 0, status: 'measured' });
    expect(reordered(write(0, 0, 10, '20'), write(1, 500, 510, '7'), write(2, 1000, 1010, '21'))).to.include({
      value: 1,
    });
  });

  it('lets those that were under way together have any order, and compares numbers, not texts', () => {
    expect(reordered(write(0, 0, 600, '20'), write(1, 500, 510, '7'))).to.include({ value: 0 });
    expect(reordered(write(0, 0, 100, '9'), write(1, 50, 150, '7'))).to.include({ value: 0 });
    expect(reordered(write(0, 0, 10, '9'), write(1, 500, 510, '10'))).to.include({ value: 0 });
  });
});
