import { expect } from 'chai';
import fc from 'fast-check';
import { ResponseReader } from '../../../src/backends/prober/http-response.ts';
import { chunked, cut, malformed, ok, pieces, read, wellFormed } from './answers.ts';

describe('ResponseReader', () => {
  for (const [what, answer, expected] of wellFormed) {
    it(`reads ${what}, however it comes`, () => {
      const whole = read(answer);
      expect(whole).to.deep.include(expected).and.not.to.have.property('error');
      for (let place = 1; place < answer.length; place += 1) {
        expect(read(...cut(answer, [place])), `cut at ${place}`).to.deep.equal(whole);
      }
      expect(
        read(
          ...cut(
            answer,
            Array.from(answer, (_, place) => place),
          ),
        ),
        'byte by byte',
      ).to.deep.equal(whole);
      fc.assert(
        fc.property(pieces(answer), (some) => {
          expect(read(...some)).to.deep.equal(whole);
        }),
        { numRuns: 50 },
      );
    });
  }

  for (const [what, answer, words] of malformed) {
    it(`refuses ${what}, however it comes`, () => {
      const whole = read(answer);
      expect(whole.error).to.contain('malformed answer: ').and.to.contain(words);
      fc.assert(
        fc.property(pieces(answer), (some) => {
          expect(read(...some)).to.deep.equal(whole);
        }),
        { numRuns: 50 },
      );
    });
  }

  it('tells when the first byte of the final answer came, not of those in the interim', () => {
    const reader = new ResponseReader({ body: () => undefined });
    const come = (text: string, at: number): number | undefined => {
      reader.take(Buffer.from(text), at);
      return reader.firstByteAt;
    };
    expect(come('HTTP/1.1 100 Conti', 1)).to.equal(1);
    expect(come('nue\r\n\r\n', 2)).to.equal(undefined);
    expect(come('HTTP/1.1 103 Early\r\n\r\nHTT', 3)).to.equal(3);
    expect(come('P/1.1 200 OK\r\n', 4)).to.equal(3);
    expect(come('Content-Length: 2\r\n\r\nok', 5)).to.equal(3);
    expect(reader.done).to.equal(true);
  });

  it('knows the status once the header has ended, not before', () => {
    const reader = new ResponseReader({ body: () => undefined });
    reader.take(Buffer.from(`${ok}Content-Length: 2\r\n`), 0);
    expect(reader.status).to.equal(0);
    reader.take(Buffer.from('\r\n'), 0);
    expect(reader.status).to.equal(200);
  });

  it('takes no time over a long run of blanks', () => {
    const blanks = ' '.repeat(16_000);
    const before = process.cpuUsage();
    expect(read(`${ok}Content-Length:${blanks}2${blanks.slice(0, 100)}\r\n\r\nok`)).to.include({ body: 'ok' });
    expect(read(`${ok}X:${blanks}\u0000\r\n\r\n`).error).to.contain('is no header field');
    expect(read(`${chunked}2${blanks}x\r\nok\r\n`).error).to.contain('is no size');
    expect(process.cpuUsage(before).user / 1000).to.be.below(100);
  });
});
