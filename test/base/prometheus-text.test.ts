import { expect } from 'chai';
import fc from 'fast-check';
import { type Labels, PageReader } from '../../src/base/prometheus-text.ts';
import { readSamples, samplesOf, toBeRead } from './samples.ts';

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
    const reader = new PageReader({ names: new Set(['s']), meaning: () => 's' });
    const values = lines
      .flatMap((line) => reader.read(line))
      .flatMap(({ samples }) => samples.map(({ value }) => value));
    expect(values).to.deep.equal([5, 5, 6, 8, 5, 5, 6]);
  });

  it('asks once what a series means, however often it comes', () => {
    const asked: string[] = [];
    const meaning = (name: string, { x = '' }: Labels): string => {
      asked.push(`${name} ${x}`);
      return x;
    };
    const reader = new PageReader({ names: new Set(['t']), meaning });
    const read = (...lines: string[]): readonly string[] =>
      reader
        .read(lines.join('\n'))
        .flatMap(({ of, samples }) => samples.map(({ value, bound = '' }) => `${of}${bound}=${value}`));
    expect(read('t{x="1"} 1', 't{x="2"} 2')).to.deep.equal(['1=1', '2=2']);
    expect(read('t{x="2"} 3', 't{x="1"} 4 1700000000000')).to.deep.equal(['2=3', '1=4']);
    expect(read('t{x="3",le="5"} 1', 't{x="3",le="+Inf"} 2')).to.deep.equal(['35=1', '3Infinity=2']);
    expect(asked).to.deep.equal(['t 1', 't 2', 't 3']);
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
      'm{x="1",le="1"} 1\nm{x="1",le="2"} 2',
      'm{x="1",le="1"} 1\nm{x="1",le="2"} 20',
      'm{x="1",le="1"} 1\nm{le="1.5",x="1"} 1\nm{x="1",le="2"} 2',
    );
    const page = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(fc.array(page, { maxLength: 6 }), fc.subarray(['m', 'mm']), (pages, wanted) => {
        const names = new Set(wanted);
        const reader = new PageReader({ names, meaning: toBeRead });
        for (const text of pages) expect(samplesOf(reader.read(text))).to.deep.equal(readSamples(text, names));
      }),
    );
  });

  it('gives a block that comes again as it was as the same', () => {
    const reader = new PageReader({ names: new Set(['m']), meaning: (_, { x = '' }) => x });
    const page = (a: number, b: number, c: number): string =>
      `# TYPE m histogram\nm{x="1",le="1"} ${a}\nm{x="1",le="2"} ${b}\no 3\nm{x="2"} ${c}`;
    const [first, second] = reader.read(page(1, 2, 3));
    const [firstAgain, secondNew] = reader.read(page(1, 2, 34));
    expect([firstAgain === first, secondNew === second]).to.deep.equal([true, false]);
    const [firstNew, secondAgain] = reader.read(page(1, 25, 34));
    expect([firstNew === first, secondAgain === secondNew]).to.deep.equal([false, true]);
    expect(firstNew?.samples.map(({ value }) => value)).to.deep.equal([1, 25]);
  });

  it('reads back whatever was written', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'Z', '1', ' ', ',', '=', '}', '{', '/', '"', '\\', '\n'),
      maxLength: 8,
    });
    const sample = fc.record({
      name: fc.constantFrom('m', 'n'),
      labels: fc.dictionary(fc.constantFrom('x', 'l', 'verb'), text),
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
