import { expect } from 'chai';
import fc from 'fast-check';
import { readSamples } from '../../src/base/prometheus-text.ts';

describe('readSamples', () => {
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
    const values = ['s 5 5', 's 5 7', 's 6', 's{x="1"} 5 5', 's{x="1"} 5 7', 's{x="1"} 6'].map(
      (text) => readSamples(text, new Set(['s']))[0]?.value,
    );
    expect(values).to.deep.equal([5, 5, 6, 5, 5, 6]);
  });

  it('gives every sample of a series the same labels', () => {
    const [first] = readSamples('t{x="1"} 1', new Set(['t']));
    const [second] = readSamples('t{x="1"} 2', new Set(['t']));
    expect(second?.labels).to.equal(first?.labels);
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
