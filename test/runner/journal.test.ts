import { expect } from 'chai';
import fc from 'fast-check';
import { formatEntry, type JournalEntry, parseJournal, pendingOf } from '../../src/runner/journal.ts';
import { cut } from './builders.ts';

const inject = (id: string): JournalEntry => ({ event: 'inject', id, fault: 'a', action: cut(id) });
const gone = (id: string): JournalEntry => ({ event: 'gone', id });
const begun: JournalEntry = {
  event: 'run',
  runId: 'r1',
  backend: 'kind',
  namespace: 'n',
  scenario: 's',
  startedAtUnixMs: 1,
};

describe('parseJournal', () => {
  it('reads back what formatEntry wrote', () => {
    const entries: readonly JournalEntry[] = [begun, inject('1'), gone('1'), { event: 'end' }];
    expect(parseJournal(entries.map(formatEntry).join(''))).to.deep.equal(entries);
  });

  it('survives a writer that was killed at any byte', () => {
    const entries = [begun, inject('1'), inject('2')];
    const text = entries.map(formatEntry).join('');
    fc.assert(
      fc.property(fc.nat(text.length), (length) => {
        const read = parseJournal(text.slice(0, length));
        expect(read).to.deep.equal(entries.slice(0, read.length));
      }),
    );
  });

  it('reads on after a torn line', () => {
    expect(parseJournal(`{"event":"inj\n${formatEntry(gone('1'))}`)).to.deep.equal([gone('1')]);
  });

  it('leaves out what is no entry', () => {
    expect(parseJournal('null\n7\n{}\n{"event":"gone"}\n{"event":"toString"}\n')).to.deep.equal([]);
  });
});

describe('pendingOf', () => {
  const ids = (entries: readonly JournalEntry[]): readonly string[] => pendingOf(entries).map(({ id }) => id);

  it('gives the actions that are not gone, newest first', () => {
    expect(ids([begun, inject('1'), inject('2'), inject('3'), gone('2')])).to.deep.equal(['3', '1']);
  });

  it('gives nothing of a run that came to its end', () => {
    expect(ids([begun, inject('1'), { event: 'end' }])).to.deep.equal([]);
  });

  it('gives nothing of an empty journal', () => {
    expect(ids([])).to.deep.equal([]);
  });
});
