import { expect } from 'chai';
import { check, sound } from '../support/validity-kit.ts';

describe('earlierRestartsCheck', () => {
  const nothing = { nodes: [], zones: [], flags: {} };
  const told = (times: number, agoMs: number): unknown => {
    const startedUnixMs = sound.startedAtUnixMs - agoMs;
    const topology = { ...nothing, restarted: [{ name: 'kube-apiserver-cp1', times, startedUnixMs }] };
    const { status, detail } = check('earlier restarts', sound, {}, { topology }) ?? {};
    return status === 'ok' ? status : [status, detail];
  };

  it('warns of a pod that a kubelet still holds its restarts against', () => {
    expect(told(8, 252_000)).to.deep.equal([
      'warning',
      'kube-apiserver-cp1 was restarted 8 times, the last 4m12s before the run: its kubelet waits 10s or longer before it ' +
        'starts it again, and what needs it comes back so much later than on a cluster that was left alone for 10m (--pause 10m, between runs)',
    ]);
    expect(told(2, 599_000)).to.not.equal('ok');
    // Seen on kind: killed again 7 minutes later, an etcd member was back after 14 s instead of 2.
    expect(told(1, 400_000)).to.include('warning');
    expect(String(told(1, 400_000))).to.include('was restarted once, 6m40s before the run');
  });

  it('finds nothing in what was long ago, or never restarted', () => {
    expect(told(8, 600_000)).to.equal('ok');
    expect(told(0, 60_000)).to.equal('ok');
  });

  it('says nothing where no part of the control plane is seen', () => {
    expect(check('earlier restarts', sound, {}, { topology: nothing })).to.equal(undefined);
  });
});
