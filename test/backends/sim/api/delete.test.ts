import { expect } from 'chai';
import { asMerge, deployment, deployments, maps, pod, pods } from './samples.ts';
import { type Api, freshApi } from './world.ts';

describe('remove', () => {
  let api: Api;
  beforeEach(async () => {
    api = await freshApi();
  });

  describe('deletion', () => {
    it('of what nothing holds is told by a Status', async () => {
      await api.call('POST', maps, { metadata: { name: 'a' } });
      const { status, body } = await api.call('DELETE', `${maps}/a`);
      expect([status, body.kind, body.status, body.details.kind]).to.deep.equal([
        200,
        'Status',
        'Success',
        'configmaps',
      ]);
    });

    it('waits for finalizers, and takes no new ones', async () => {
      await api.call('POST', maps, { metadata: { name: 'a', finalizers: ['x/y'] } });
      const marked = await api.call('DELETE', `${maps}/a`);
      expect(marked.body.metadata).to.include.keys('deletionTimestamp');
      const more = await api.call('PATCH', `${maps}/a`, { metadata: { finalizers: ['x/y', 'z/z'] } }, asMerge);
      expect([more.status, more.body.details.causes[0]?.field]).to.deep.equal([422, 'metadata.finalizers']);
      await api.call('PATCH', `${maps}/a`, { metadata: { finalizers: null } }, asMerge);
      expect((await api.call('GET', `${maps}/a`)).status).to.equal(404);
    });

    it('gives a pod on a node its grace, and goes faster when asked to', async () => {
      await api.call('POST', pods, { ...pod, spec: { ...pod.spec, nodeName: 'n' } });
      const slow = await api.call('DELETE', `${pods}/p`);
      expect(slow.body.metadata.deletionGracePeriodSeconds).to.equal(30);
      await api.call('PATCH', `${pods}/p`, { metadata: { labels: { a: 'b' } } }, asMerge);
      expect((await api.call('GET', `${pods}/p`)).status).to.equal(200);
      const faster = await api.call('DELETE', `${pods}/p`, { gracePeriodSeconds: 5 });
      expect(faster.body.metadata.deletionGracePeriodSeconds).to.equal(5);
      await api.call('DELETE', `${pods}/p`, { gracePeriodSeconds: 0 });
      expect((await api.call('GET', `${pods}/p`)).status).to.equal(404);
    });

    it('holds to its preconditions', async () => {
      await api.call('POST', maps, { metadata: { name: 'a' } });
      const { status, body } = await api.call('DELETE', `${maps}/a`, { preconditions: { uid: 'other' } });
      expect(status).to.equal(409);
      expect(body.message).to.contain('the UID in the precondition (other) does not match the UID in record');
    });

    it('asks the garbage collector by a finalizer', async () => {
      await api.call('POST', deployments, deployment);
      const { body } = await api.call('DELETE', `${deployments}/web`, { propagationPolicy: 'Foreground' });
      expect(body.metadata.finalizers).to.deep.equal(['foregroundDeletion']);
    });

    it('of a collection takes what the selector lets through', async () => {
      await api.call('POST', maps, { metadata: { name: 'a', labels: { x: '1' } } });
      await api.call('POST', maps, { metadata: { name: 'b' } });
      const { body } = await api.call('DELETE', `${maps}?labelSelector=x=1`);
      expect(body.items.map((one) => one.metadata.name)).to.deep.equal(['a']);
      expect((await api.call('GET', maps)).body.items).to.have.length(1);
    });

    it('of a namespace closes it, and ends when it is finalized', async () => {
      await api.call('DELETE', '/api/v1/namespaces/default');
      const { status, body } = await api.call('POST', maps, { metadata: { name: 'a' } });
      expect([status, body.message]).to.deep.equal([
        403,
        'configmaps "a" is forbidden: unable to create new content in namespace default because it is being terminated',
      ]);
      await api.call('PUT', '/api/v1/namespaces/default/finalize', {
        metadata: { name: 'default' },
        spec: { finalizers: [] },
      });
      expect((await api.call('GET', '/api/v1/namespaces/default')).status).to.equal(404);
    });
  });
});
