import { expect } from 'chai';
import type { CanaryObservation, Observation } from '../../src/core/observation.ts';
import { podsStartP99 } from '../../src/indicators/pods-start.ts';
import { sight, timelineOf } from '../support/timeline-builder.ts';

/** Asked for at `askedAt`, started after `tookMs`; never where that is left out. */
function canary(name: string, askedAt: number, tookMs?: number): readonly CanaryObservation[] {
  const at = (stage: CanaryObservation['stage'], ms: number): CanaryObservation => ({
    kind: 'canary',
    at: askedAt + ms,
    name,
    stage,
  });
  const born = [at('asked', 0), at('created', 20), at('scheduled', 30)];
  return tookMs === undefined ? born : [...born, at('started', tookMs), at('ready', tookMs + 10)];
}
const twelve = Array.from({ length: 12 }, (_, i) => canary(`c${i}`, 31_000 + i * 4000, 1000 + i)).flat();

function measured(observations: readonly Observation[]): unknown {
  return podsStartP99.measure(timelineOf({ observations }), ['fault']);
}

describe('pods.start.p99', () => {
  it('is the slowest but for one in a hundred, from the request to the start', () => {
    const found = measured([...twelve, ...canary('early', 1000, 90_000)]);
    expect(found).to.deep.include({ status: 'measured', value: 1011, samples: 12 });
    expect(found).to.have.property('evidence').that.includes('c11: created +20ms, scheduled +30ms, started +1.01s');
  });

  it('is a lower bound when one did not start, up to the end or to its removal', () => {
    expect(measured([...twelve, ...canary('stuck', 80_000)])).to.include({ status: 'censored', value: 100_000 });
    const ended: CanaryObservation = { kind: 'canary', at: 100_000, name: 'stuck', stage: 'ended' };
    expect(measured([...twelve, ...canary('stuck', 80_000), ended])).to.include({ status: 'censored', value: 20_000 });
    const blind = [sight('canaries', 0, 'seeing'), sight('canaries', 85_000, 'blind')];
    expect(measured([...twelve, ...canary('stuck', 80_000), ...blind])).to.include({ value: 5000 });
  });

  it('counts no request that the API did not acknowledge, and says nothing of fewer than 10', () => {
    const refused: CanaryObservation[] = [
      { kind: 'canary', at: 40_000, name: 'r', stage: 'asked' },
      { kind: 'canary', at: 45_000, name: 'r', stage: 'ended', error: 'no answer' },
    ];
    expect(measured([...twelve, ...refused])).to.include({ samples: 12 });
    expect(measured(twelve.slice(0, 45))).to.include({ status: 'unmeasured' });
    expect(measured([])).to.include({ reason: 'no canary pod was asked for' });
  });
});
