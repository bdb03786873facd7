import { expect } from 'chai';
import { parseCron } from '../../../../src/backends/sim/chaos-mesh/schedule/cron.ts';

const at = (text: string): number => Date.parse(text);
const next = (cron: string, after: string): string =>
  new Date(parseCron(cron).next(at(after)) ?? Number.NaN).toISOString().replace('.000', '');

function refusal(cron: string): string {
  try {
    parseCron(cron);
    return 'taken';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

describe('parseCron', () => {
  it('counts a constant delay in whole seconds from the whole second', () => {
    expect(next('@every 10s', '2026-11-21T11:27:55Z')).to.equal('2026-11-21T11:28:05Z');
    expect(next('@every 1m30s', '2026-11-21T11:27:55.700Z')).to.equal('2026-11-21T11:29:25Z');
  });

  it('finds the next instant of five fields, and of six', () => {
    expect(next('*/5 * * * *', '2026-11-21T11:27:55Z')).to.equal('2026-11-21T11:30:00Z');
    expect(next('0 3 * * mon', '2026-11-21T11:27:55Z')).to.equal('2026-11-23T03:00:00Z');
    expect(next('30 2 29 2 *', '2026-11-21T11:27:55Z')).to.equal('2028-02-29T02:30:00Z');
    expect(next('*/20 * * * * *', '2026-11-21T11:27:55Z')).to.equal('2026-11-21T11:28:00Z');
    expect(next('@daily', '2026-12-31T11:27:55Z')).to.equal('2027-01-01T00:00:00Z');
    expect(parseCron('0 0 30 2 *').next(at('2026-01-01T00:00:00Z'))).to.equal(undefined);
  });

  it('takes either kind of day when both are restricted', () => {
    expect(next('0 0 13 * fri', '2026-11-08T00:00:00Z')).to.equal('2026-11-13T00:00:00Z');
    expect(next('0 0 25 * fri', '2026-11-21T00:00:00Z')).to.equal('2026-11-25T00:00:00Z');
  });

  it('refuses in the library’s words', () => {
    expect(refusal('')).to.equal('empty spec string');
    expect(refusal('every minute')).to.equal('expected 5 to 6 fields, found 2: [every minute]');
    expect(refusal('sometimes')).to.equal('expected 5 to 6 fields, found 1: [sometimes]');
    expect(refusal('61 * * * *')).to.equal('end of range (61) above maximum (59): 61');
    expect(refusal('@often')).to.equal('unrecognized descriptor: @often');
  });
});
