import { expect } from 'chai';
import { chartValues } from '../../../src/backends/kind/chaos-mesh-install.ts';

describe('chartValues', () => {
  it('gives kind its containerd, and every tainted node a daemon', () => {
    expect(chartValues({})).to.have.deep.property('chaosDaemon', {
      runtime: 'containerd',
      socketPath: '/run/containerd/containerd.sock',
      tolerations: [{ operator: 'Exists' }],
    });
  });

  it("lays the user's values over its own, key by key", () => {
    const own = { images: { tag: 'v1' }, controllerManager: { replicaCount: 1 }, chaosDaemon: { tolerations: [] } };
    const values = chartValues(own);
    expect(values).to.have.nested.property('images.tag', 'v1');
    expect(values).to.have.nested.property('controllerManager.replicaCount', 1);
    expect(values).to.have.nested.property('controllerManager.affinity');
    expect(values).to.have.deep.nested.property('chaosDaemon.tolerations', []);
    expect(values).to.have.nested.property('chaosDaemon.runtime', 'containerd');
  });
});
