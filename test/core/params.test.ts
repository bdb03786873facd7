import { expect } from 'chai';
import { z } from 'zod';
import { duration, rate, ratio, size } from '../../src/core/params.ts';

const messageFor = (param: z.ZodType, input: unknown): string => param.safeParse(input).error?.issues[0]?.message ?? '';

describe('params', () => {
  it('reads text with a unit into base units', () => {
    expect(duration().parse('1m500ms')).to.equal(60_500);
    expect(rate().parse('90/m')).to.equal(1.5);
    expect(ratio().parse('5%')).to.equal(0.05);
    expect(size().parse('2Ki')).to.equal(2048);
  });

  it('refuses a bare number and says how to write it', () => {
    expect(messageFor(duration(), 5)).to.equal(
      '5 has no unit: write a duration with its unit, such as 300ms, 2m or 1h30m',
    );
    expect(messageFor(rate(), 50)).to.match(/^50 has no unit: write a rate/);
    expect(messageFor(ratio(), 0.5)).to.match(/has no unit/);
    expect(messageFor(size(), 1024)).to.match(/has no unit/);
  });

  it('refuses text without a unit, with a wrong one, or with a sign', () => {
    for (const text of ['5', '5 s', '5d', '-5s', '', 's'])
      expect(messageFor(duration(), text), text).to.match(/is not a duration/);
    expect(messageFor(rate(), '50/d')).to.match(/"50\/d" is not a rate/);
  });

  it('says so once when the value is missing', () => {
    const issues = z.object({ period: duration() }).safeParse({}).error?.issues;
    expect(issues?.map(({ message }) => message)).to.deep.equal([
      'is missing: write a duration with its unit, such as 300ms, 2m or 1h30m',
    ]);
  });

  it('takes its default as text', () => {
    expect(z.object({ period: duration().prefault('100ms') }).parse({})).to.deep.equal({ period: 100 });
  });

  it('is a string with a pattern in JSON Schema', () => {
    const schema = z.toJSONSchema(z.object({ period: duration().prefault('100ms') }), { io: 'input' });
    expect(schema.properties?.['period'])
      .to.include({ type: 'string', default: '100ms' })
      .and.to.have.property('pattern');
  });
});
