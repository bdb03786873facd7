import { expect } from 'chai';
import fc from 'fast-check';
import { type Labels, PageReader } from '../../src/base/prometheus-text.ts';
import { readSamples, type Sample } from './samples.ts';

describe('PageReader', () => {
  it('reads what is wanted and leaves out the rest, comments and what it does not understand', () => {
    const page = [
      '# HELP a help {x="1"} 3',
      'a{x="1",y="b c"} 3',
      'ab 4',
      'a 5 1700000000000',
      'a not',
      'b +Inf',
      'a{x="q\\"\\\\\\n{,"} 1e-3',
    ].join('\n');
    expect(readSamples(page, new Set(['a', 'b']))).to.deep.equal([
      { name: 'a', labels: { x: '1', y: 'b c' }, value: 3 },
      { name: 'a', labels: {}, value: 5 },
      { name: 'b', labels: {}, value: Infinity },
      { name: 'a', labels: { x: 'q"\\\n{,' }, value: 0.001 },
    ]);
  });

  it('takes no value for a part of the series, though the time behind it be the same', () => {
    const lines = ['s 5 5', 's 5 7', 's 6', 's   ', 's  8 ', 's{x="1"} 5 5', 's{x="1"} 5 7', 's{x="1"} 6'];
    const values: number[] = [];
    const reader = new PageReader({ names: new Set(['s']), meaning: () => 's' });
    for (const line of lines) reader.read(line, (_, value) => values.push(value));
    expect(values).to.deep.equal([5, 5, 6, 8, 5, 5, 6]);
  });

  it('asks once what a series means, however often it comes', () => {
    const asked: string[] = [];
    const meaning = (name: string, { x = '' }: Labels): string => {
      asked.push(`${name} ${x}`);
      return x;
    };
    const reader = new PageReader({ names: new Set(['t']), meaning });
    const seen: string[] = [];
    const read = (...lines: string[]): void =>
      reader.read(lines.join('\n'), (means, value) => seen.push(`${means}=${value}`));
    read('t{x="1"} 1', 't{x="2"} 2');
    read('t{x="2"} 3', 't{x="1"} 4 1700000000000');
    expect([asked, seen]).to.deep.equal([
      ['t 1', 't 2'],
      ['1=1', '2=2', '2=3', '1=4'],
    ]);
  });

  it('reads a page as if it were the first, whatever was read before', () => {
    const line = fc.constantFrom(
      'm 1',
      'm 2',
      'm 3 7',
      'mm 4',
      'm{x="1"} 5',
      'm{x="1"}  6',
      'm{x="12"} 7',
      'm',
      '',
      '# m',
      'o 8',
    );
    const page = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(page, { maxLength: 6 }), fc.subarray(['m', 'mm']), (pages, wanted) => {
        const names = new Set(wanted);
        const reader = new PageReader<Omit<Sample, 'value'>>({ names, meaning: (name, labels) => ({ name, labels }) });
        for (const text of pages) {
          const samples: Sample[] = [];
          reader.read(text, (series, value) => samples.push({ ...series, value }));
          expect(samples).to.deep.equal(readSamples(text, names));
        }
      }),
    );
  });

  it('reads back whatever was written', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Z', '1', ' ', ',', '=', '}', '{', '/', '"', '\\', '\n'),
      maxLength: 8,
    });
    const sample = fc.record({
      name: fc.constantFrom('m', 'n'),
      labels: fc.dictionary(fc.constantFrom('x', 'le', 'verb'), text),
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    });
    const escaped = (value: string): string =>
      value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 8 }), (samples) => {
        const lines = samples.map(({ name, labels, value }) => {
          const inside = Object.entries(labels).map(([key, label]) => `${key}="${escaped(label)}"`);
          return `${name}${inside.length === 0 ? '' : `{${inside.join(',')}}`} ${value}`;
        });
        const plain = samples.map(({ name, labels, value }) => ({
          name,
          labels: { ...labels },
          value: Number(String(value)),
        }));
        expect(readSamples(lines.join('\n'), new Set(['m', 'n']))).to.deep.equal(plain);
      }),
    );
  });
});
