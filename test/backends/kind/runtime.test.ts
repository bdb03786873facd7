import { expect } from 'chai';
import { parseContainers, runtimeName } from '../../../src/backends/kind/runtime.ts';
import { HarnessError } from '../../../src/core/errors.ts';

function container(name: string, role: string | undefined, networks: unknown, ports: unknown = {}): unknown {
  return {
    Name: `/${name}`,
    State: { Status: 'running' },
    Config: { Labels: role === undefined ? null : { 'io.x-k8s.kind.role': role } },
    NetworkSettings: { Networks: networks, Ports: ports },
  };
}

describe('parseContainers', () => {
  it('reads role, address and the loopback port of the API', () => {
    const text = JSON.stringify([
      container('lab-worker', 'worker', { kind: { IPAddress: '172.18.0.4' } }),
      container(
        'lab-control-plane',
        'control-plane',
        { kind: { IPAddress: '172.18.0.3', GlobalIPv6Address: 'fc00::3' } },
        { '6443/tcp': [{ HostIp: '127.0.0.1', HostPort: '40001' }], '80/tcp': null },
      ),
    ]);
    expect(parseContainers(text)).to.deep.equal([
      {
        name: 'lab-control-plane',
        role: 'control-plane',
        state: 'running',
        address: '172.18.0.3',
        apiPort: { host: '127.0.0.1', port: 40001 },
      },
      { name: 'lab-worker', role: 'worker', state: 'running', address: '172.18.0.4', apiPort: undefined },
    ]);
  });

  it('reaches a port that is published on every address through loopback', () => {
    const ports = { '6443/tcp': [{ HostIp: '0.0.0.0', HostPort: '40002' }] };
    const [balancer] = parseContainers(JSON.stringify([container('lb', 'external-load-balancer', {}, ports)]));
    expect(balancer?.apiPort).to.deep.equal({ host: '127.0.0.1', port: 40002 });
  });

  it('knows no address of a container that is cut off from its network, and takes IPv6 where that is all', () => {
    const text = JSON.stringify([
      container('a', 'worker', { kind: { IPAddress: '', GlobalIPv6Address: '' } }),
      container('b', 'worker', { kind: { IPAddress: '', GlobalIPv6Address: 'fc00::5' } }),
    ]);
    expect(parseContainers(text).map(({ address }) => address)).to.deep.equal([undefined, 'fc00::5']);
  });

  it('leaves out what is no node', () => {
    expect(parseContainers(JSON.stringify([container('other', undefined, {})]))).to.deep.equal([]);
  });

  it('refuses what no container runtime prints', () => {
    expect(() => parseContainers('[{}]')).to.throw(HarnessError, 'was not understood');
  });
});

describe('runtimeName', () => {
  it('is docker unless kind is told otherwise', () => {
    expect([runtimeName({}), runtimeName({ KIND_EXPERIMENTAL_PROVIDER: 'podman' })]).to.deep.equal([
      'docker',
      'podman',
    ]);
  });

  it('refuses a runtime that kind does not know', () => {
    expect(() => runtimeName({ KIND_EXPERIMENTAL_PROVIDER: 'rkt' })).to.throw(HarnessError, '"rkt"');
  });
});
