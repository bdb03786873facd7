import { expect } from 'chai';
import { readTopology } from '../../../src/backends/kube/topology.ts';
import { fakeClient } from './fake-client.ts';
import { pod } from './objects.ts';

describe('readTopology', () => {
  it('tells which parts of the control plane had been restarted, how often, and since when they run', async () => {
    const [status] = pod('x').status?.containerStatuses ?? [];
    const withStatus = (name: string, more: object) =>
      pod(name, { status: { containerStatuses: [{ ...status!, ...more }] } });
    const items = [
      withStatus('etcd-a', { restartCount: 0 }),
      withStatus('kube-apiserver-a', { restartCount: 8 }),
      // Held back, or not started yet: since when it runs cannot be said.
      withStatus('kube-apiserver-b', { restartCount: 3, state: {} }),
    ];
    const client = fakeClient((_, path) => ({ items: path.includes('control-plane') ? items : [] }));
    const { restarted } = await readTopology(client, new AbortController().signal);
    expect(restarted).to.deep.equal([
      { name: 'kube-apiserver-a', times: 8, startedUnixMs: Date.parse('2026-11-21T10:00:02Z') },
    ]);
    const managed = fakeClient(() => ({ items: [] }));
    expect(await readTopology(managed, new AbortController().signal)).to.not.have.property('restarted');
  });
});
