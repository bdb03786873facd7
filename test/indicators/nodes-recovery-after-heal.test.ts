import { expect } from 'chai';
import type { Observation } from '../../src/core/observation.ts';
import { nodesRecoveryAfterHeal } from '../../src/indicators/nodes-recovery-after-heal.ts';
import { faultOf, injection, node, sight, timelineOf } from '../support/timeline-builder.ts';

/** Two nodes are taken away at 30 s, and the heal is confirmed at 90 s. */
function measured(observations: readonly Observation[], disabledNodes: readonly string[] = ['a', 'b']): unknown {
  const faults = [faultOf([injection(30_000, 30_000)], { disabledNodes })];
  return nodesRecoveryAfterHeal.measure(timelineOf({ faults, observations }), ['recovery']);
}
const lost = [node('a', 0, 'True'), node('b', 0, 'True'), node('a', 80_000, 'Unknown'), node('b', 81_000, 'Unknown')];

describe('nodes.recoveryAfterHeal', () => {
  it('lasts to the last node being Ready for good', () => {
    const back = [
      node('a', 95_000, 'True'),
      node('b', 96_000, 'True'),
      node('b', 99_000, 'False'),
      node('b', 110_000, 'True'),
    ];
    expect(measured([...lost, ...back])).to.include({ status: 'measured', value: 20_000, samples: 2 });
  });

  it('is 0 when none was seen as lost', () => {
    expect(measured(lost.slice(0, 2))).to.include({ status: 'measured', value: 0 });
  });

  it('is a lower bound while one is away, or was not seen to the end', () => {
    expect(measured([...lost, node('a', 95_000, 'True')])).to.include({ status: 'censored', value: 90_000 });
    const blind = [...lost, sight('nodes', 0, 'seeing'), sight('nodes', 100_000, 'blind')];
    expect(measured(blind)).to.include({ status: 'censored', value: 10_000 });
  });

  it('is nothing when no node was taken away, or one was never seen', () => {
    expect(measured(lost, [])).to.include({ reason: 'no fault took a node away' });
    expect(measured(lost, ['a', 'c'])).to.include({ reason: 'c was never seen' });
  });
});
