import { expect } from 'chai';
import { probedTargets } from '../../../src/backends/kind/endpoints.ts';
import { routeOf } from '../../../src/backends/kind/reach.ts';
import type { NodeContainer } from '../../../src/backends/kind/runtime.ts';

const container = (name: string, role: NodeContainer['role'], address: string, port?: number): NodeContainer => ({
  name,
  role,
  state: 'running',
  address,
  apiPort: port === undefined ? undefined : { host: '127.0.0.1', port },
});
const containers = [
  container('k-control-plane', 'control-plane', '172.18.0.3', 40001),
  container('k-external-load-balancer', 'external-load-balancer', '172.18.0.2', 40000),
  container('k-worker', 'worker', '172.18.0.4'),
];
const probed = (direct: boolean, nodes = containers) =>
  probedTargets({
    route: routeOf(nodes, direct),
    containers: nodes,
    namespace: 'run',
    workload: { nodePort: 30080, nodes: ['k-worker'] },
    credentials: { ca: 'CA', cert: 'CERT', key: Buffer.from('KEY'), headers: {} },
    nullEndpoint: { target: 'null', url: 'https://127.0.0.1:9', namespace: 'default' },
  });

describe('probedTargets', () => {
  it('goes to the containers’ own addresses', () => {
    expect(probed(true).map(({ target, endpoint }) => `${target.name} ${target.role} ${endpoint.url}`)).to.deep.equal([
      'lb load-balancer https://172.18.0.2:6443',
      'k-control-plane apiserver https://172.18.0.3:6443',
      'app@k-worker app http://172.18.0.4:30080',
      'null null https://127.0.0.1:9',
    ]);
  });

  it('takes the only apiserver for what clients go to, where kind made no balancer', () => {
    const alone = containers.filter(({ role }) => role !== 'external-load-balancer');
    const urls = (nodes: readonly NodeContainer[]) =>
      probed(true, [...nodes]).flatMap(({ target, endpoint }) =>
        target.role === 'load-balancer' ? [endpoint.url] : [],
      );
    expect(urls(alone)).to.deep.equal(['https://172.18.0.3:6443']);
    // Of several nobody knows which one clients go to.
    expect(urls([...alone, container('k-control-plane2', 'control-plane', '172.18.0.5', 40002)])).to.deep.equal([]);
  });

  it('goes to the published ports elsewhere, where no node port is published', () => {
    expect(probed(false).map(({ endpoint }) => endpoint.url)).to.deep.equal([
      'https://127.0.0.1:40000',
      'https://127.0.0.1:40001',
      'https://127.0.0.1:9',
    ]);
  });

  it('verifies the certificate by a name that every apiserver bears', () => {
    const [balancer] = probed(true);
    expect(balancer?.endpoint.tls).to.deep.equal({ ca: 'CA', cert: 'CERT', key: 'KEY', servername: 'kubernetes' });
  });

  it('calls each endpoint by its target’s name', () => {
    expect(probed(true).every(({ target, endpoint }) => target.name === endpoint.target)).to.equal(true);
  });
});
