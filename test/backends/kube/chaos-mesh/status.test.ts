import { expect } from 'chai';
import { judge } from '../../../../src/backends/kube/chaos-mesh/status.ts';
import { injectedStatus, recorded } from './actions.ts';

const killed = ['kube-system/kube-apiserver-cm-control-plane2/kube-apiserver'];
const cut = ['fm8t6', 'bld8l', '96ws8', 'pt2gm', 'kn28c', 'tt5rz'].map((tail) => `demo/web-5fcfcddc8-${tail}`);
const refused = ['kube-apiserver-cm-control-plane', 'etcd-cm-control-plane2', 'etcd-cm-control-plane3'].map(
  (pod) => `kube-system/${pod}`,
);

describe('judge, of statuses that a real Chaos Mesh wrote', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['container-kill: created', killed, 'pending'],
    ['container-kill: wanted to run', killed, 'pending'],
    ['container-kill: conditions before records', killed, 'unselected'],
    ['container-kill: records before conditions', killed, 'pending'],
    ['container-kill: injected', killed, 'injected'],
    ['partition: half-way', cut, 'pending'],
    ['partition: injected', cut, 'injected'],
    ['partition: recovering', cut, 'pending'],
    ['partition: recovered', cut, 'recovered'],
    ['selects nothing', killed, 'unselected'],
    ['host network: refused', refused, 'failing'],
  ];
  for (const [name, targets, state] of cases) {
    it(`calls "${name}" ${state}`, () => {
      expect(recorded[name], 'a recorded status').to.be.an('object');
      expect(judge(recorded[name], targets).state).to.equal(state);
    });
  }

  it('gives the daemon’s own words for a failure', () => {
    const verdict = judge(recorded['host network: refused'], refused);
    expect('reason' in verdict ? verdict.reason : '').to.match(
      /^kube-system\/kube-apiserver.*: It's dangerous to inject/,
    );
  });
});

describe('judge', () => {
  it('accepts no target less and none more than were expected', () => {
    const fewer = judge(recorded['partition: injected'], [...cut, 'demo/other']);
    const more = judge(recorded['partition: injected'], cut.slice(1));
    expect(fewer).to.deep.equal({ state: 'mismatch', reason: 'Chaos Mesh left out demo/other' });
    expect(more).to.deep.equal({ state: 'mismatch', reason: `Chaos Mesh chose ${cut[0]}` });
  });

  it('does not believe AllInjected without a record that says so', () => {
    const status = injectedStatus('a/b');
    const record = status.experiment?.containerRecords?.[0];
    const doubted = {
      ...status,
      experiment: { desiredPhase: 'Run' as const, containerRecords: [{ ...record!, injectedCount: 0 }] },
    };
    expect(judge(doubted, ['a/b']).state).to.equal('pending');
  });

  it('does not take AllRecovered of what never was injected for a recovery', () => {
    const never = {
      conditions: [{ type: 'AllRecovered' as const, status: 'True' as const }],
      experiment: {
        desiredPhase: 'Stop' as const,
        containerRecords: [
          { id: 'a/b', selectorKey: '.', phase: 'Not Injected' as const, injectedCount: 0, recoveredCount: 0 },
        ],
      },
    };
    expect(judge(never, ['a/b']).state).to.equal('failing');
  });

  it('waits for a controller that has not looked yet', () => {
    expect(judge(undefined, ['a/b']).state).to.equal('pending');
  });
});
