import { expect } from 'chai';
import type { Pod } from '../../../src/backends/kube/api-types.ts';
import { decisiveFlags, imageTag } from '../../../src/backends/kube/flags.ts';

function component(name: string, node: string, command: readonly string[]): Pod {
  return {
    metadata: { name: `${name}-${node}`, uid: '', resourceVersion: '', labels: { component: name } },
    spec: { containers: [{ name, command: [name, ...command] }] },
  };
}

describe('decisiveFlags', () => {
  it('reads what decides the figures, and nothing else', () => {
    const pods = [
      component('kube-controller-manager', 'a', ['--node-monitor-grace-period=50s', '--v=2']),
      component('etcd', 'a', ['--election-timeout=2500']),
    ];
    expect(decisiveFlags(pods)).to.deep.equal({
      'etcd.election-timeout': '2500',
      'kube-controller-manager.node-monitor-grace-period': '50s',
    });
  });

  it('shows where nodes differ', () => {
    const pods = [
      component('etcd', 'a', ['--election-timeout=1000']),
      component('etcd', 'b', ['--election-timeout=2500']),
    ];
    expect(decisiveFlags(pods)).to.deep.equal({ 'etcd.election-timeout': '1000, 2500' });
  });
});

describe('imageTag', () => {
  it('keeps a registry’s port out of it', () => {
    expect(imageTag('localhost:5000/chaos-mesh:v2.8.3')).to.equal('v2.8.3');
    expect(imageTag('ghcr.io/a/b:v1@sha256:00')).to.equal('v1');
    expect(imageTag('localhost:5000/b')).to.equal('localhost:5000/b');
  });
});
