import { expect } from 'chai';
import { type FileFault, files } from '../../../../src/backends/sim/kubelet/files.ts';

const fault: FileFault = { type: 'latency', path: undefined, methods: [], percent: 100, delayMs: 50, errno: 0 };

describe('files', () => {
  it('are delayed, and fail, below the mount point that has faults', () => {
    const own = files(['/data', '/etc'], () => 0);
    own.setFaults('/data', [fault, { ...fault, type: 'fault', delayMs: 0, errno: 5 }]);
    expect(own.operate('/data/a', 'read')).to.deep.equal({ delayMs: 50, errno: 5 });
    expect(own.operate('/etc/a', 'read')).to.deep.equal({ delayMs: 0, errno: 0 });
    own.setFaults('/data', []);
    expect(own.operate('/data/a', 'read')).to.deep.equal({ delayMs: 0, errno: 0 });
  });

  it('take only the methods, the paths and the share that a fault names', () => {
    let draw = 0;
    const own = files(['/data'], () => draw);
    own.setFaults('/data', [{ ...fault, methods: ['write'], path: '/data/**/*.log', percent: 30 }]);
    expect(own.operate('/data/a/b/c.log', 'write').delayMs).to.equal(50);
    expect(own.operate('/data/c.log', 'write').delayMs).to.equal(50);
    expect(own.operate('/data/a/b/c.log', 'read').delayMs).to.equal(0);
    expect(own.operate('/data/a/b/c.txt', 'write').delayMs).to.equal(0);
    draw = 0.3;
    expect(own.operate('/data/a/b/c.log', 'write').delayMs).to.equal(0);
  });

  it('cannot have faults where nothing is mounted', () => {
    expect(() => files(['/data'], () => 0).setFaults('/dat', [fault])).to.throw('nothing is mounted at /dat');
  });
});
