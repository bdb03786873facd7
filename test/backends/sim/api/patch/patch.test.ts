import { expect } from 'chai';
import { asApply, asJson, asMerge, asStrategic, deployment, deployments, maps } from '../samples.ts';
import { type Api, freshApi } from '../world.ts';

describe('patch', () => {
  let api: Api;
  beforeEach(async () => {
    api = await freshApi();
  });

  describe('patches', () => {
    beforeEach(() => api.call('POST', deployments, deployment));

    it('of JSON add, test, replace, move and remove', async () => {
      const operations = [
        { op: 'test', path: '/spec/replicas', value: 2 },
        { op: 'replace', path: '/spec/replicas', value: 5 },
        { op: 'add', path: '/spec/template/spec/containers/-', value: { name: 'side', image: 's:1' } },
        { op: 'add', path: '/metadata/annotations', value: { 'a/b': '1' } },
        { op: 'copy', from: '/metadata/annotations/a~1b', path: '/metadata/annotations/c' },
        { op: 'remove', path: '/metadata/labels/app' },
      ];
      const { status, body } = await api.call('PATCH', `${deployments}/web`, operations, asJson);
      expect(status).to.equal(200);
      expect(body.spec.replicas).to.equal(5);
      expect(body.spec.template.spec.containers.map(({ name }) => name)).to.deep.equal(['web', 'side']);
      expect(body.metadata.annotations).to.deep.equal({ 'a/b': '1', c: '1' });
    });

    it('of JSON that fail change nothing', async () => {
      const operations = [
        { op: 'replace', path: '/spec/replicas', value: 5 },
        { op: 'test', path: '/spec/replicas', value: 6 },
      ];
      const { status } = await api.call('PATCH', `${deployments}/web`, operations, asJson);
      expect(status).to.equal(422);
      expect((await api.call('GET', `${deployments}/web`)).body.spec.replicas).to.equal(2);
    });

    it('merge lists by their keys when strategic, replace them when not', async () => {
      const containers = [{ name: 'side', image: 's:1' }];
      const strategic = await api.call(
        'PATCH',
        `${deployments}/web`,
        { spec: { template: { spec: { containers } } } },
        asStrategic,
      );
      expect(strategic.body.spec.template.spec.containers.map(({ name }) => name)).to.deep.equal(['web', 'side']);
      const merge = await api.call(
        'PATCH',
        `${deployments}/web`,
        { spec: { template: { spec: { containers } } } },
        asMerge,
      );
      expect(merge.body.spec.template.spec.containers.map(({ name }) => name)).to.deep.equal(['side']);
    });

    it('delete and reorder elements by directives', async () => {
      const side = { name: 'side', image: 's:1' };
      await api.call(
        'PATCH',
        `${deployments}/web`,
        { spec: { template: { spec: { containers: [side] } } } },
        asStrategic,
      );
      const order = { '$setElementOrder/containers': [{ name: 'side' }, { name: 'web' }], containers: [] };
      const reordered = await api.call(
        'PATCH',
        `${deployments}/web`,
        { spec: { template: { spec: order } } },
        asStrategic,
      );
      expect(reordered.body.spec.template.spec.containers.map(({ name }) => name)).to.deep.equal(['side', 'web']);
      const gone = { containers: [{ name: 'side', $patch: 'delete' }] };
      const deleted = await api.call(
        'PATCH',
        `${deployments}/web`,
        { spec: { template: { spec: gone } } },
        asStrategic,
      );
      expect(deleted.body.spec.template.spec.containers.map(({ name }) => name)).to.deep.equal(['web']);
    });

    it('of an unknown type are refused', async () => {
      const { status, body } = await api.call(
        'PATCH',
        `${deployments}/web`,
        {},
        { 'content-type': 'application/json' },
      );
      expect([status, body.reason]).to.deep.equal([415, 'UnsupportedMediaType']);
    });
  });

  describe('server-side apply', () => {
    const config = (data: Readonly<Record<string, string>>): object => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data,
    });
    const apply = (manager: string, data: Readonly<Record<string, string>>, force = false): ReturnType<Api['call']> =>
      api.call('PATCH', `${maps}/a?fieldManager=${manager}&force=${force}`, config(data), asApply);

    it('creates, and removes what its manager no longer says', async () => {
      expect((await apply('one', { a: '1', b: '2' })).status).to.equal(201);
      const { status, body } = await apply('one', { a: '1' });
      expect([status, body.data]).to.deep.equal([200, { a: '1' }]);
    });

    it('leaves what others own, and refuses to take it unless forced', async () => {
      await apply('one', { a: '1' });
      await apply('two', { b: '2' });
      expect((await apply('one', { a: '1' })).body.data).to.deep.equal({ a: '1', b: '2' });
      const refused = await apply('two', { a: '9', b: '2' });
      expect([refused.status, refused.body.message]).to.deep.equal([
        409,
        'Apply failed with 1 conflict: conflict with "one": .data.a',
      ]);
      const forced = await apply('two', { a: '9', b: '2' }, true);
      expect(forced.body.data).to.deep.equal({ a: '9', b: '2' });
      // What was taken is nobody else's any more.
      expect((await apply('two', { a: '10', b: '2' })).status).to.equal(200);
      expect((await apply('one', { b: '3' })).status).to.equal(409);
    });

    it('gives a field to whoever changes it by other means', async () => {
      await apply('one', { a: '1' });
      await api.call('PATCH', `${maps}/a?fieldManager=hand`, { data: { a: '5' } }, asMerge);
      const { status, body } = await apply('one', { a: '1' });
      expect([status, body.message]).to.deep.equal([
        409,
        'Apply failed with 1 conflict: conflict with "hand" using v1: .data.a',
      ]);
    });

    it('merges lists of objects by their keys', async () => {
      const own = (manager: string, spec: object): ReturnType<Api['call']> =>
        api.call(
          'PATCH',
          `${deployments}/web?fieldManager=${manager}`,
          { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec },
          asApply,
        );
      await own('one', deployment.spec);
      const { body } = await own('two', {
        template: { spec: { containers: [{ name: 'web', env: [{ name: 'A', value: '1' }] }] } },
      });
      expect(body.spec.template.spec.containers[0]).to.deep.include({
        name: 'web',
        image: 'web:1',
        env: [{ name: 'A', value: '1' }],
      });
      const without = await own('two', { template: { spec: { containers: [{ name: 'web' }] } } });
      expect(without.body.spec.template.spec.containers[0]).to.not.have.property('env');
    });

    it('keeps its only owner an owner, however often it is applied', async () => {
      await apply('one', { a: '1' });
      const { body } = await apply('one', { a: '2' });
      expect(body.metadata.managedFields).to.deep.equal([
        {
          manager: 'one',
          operation: 'Apply',
          apiVersion: 'v1',
          time: '2026-01-01T00:00:00Z',
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': { 'f:a': {} } },
        },
      ]);
      // One of two owners takes it from the other with the very fields that it has.
      await apply('two', { a: '2' });
      expect((await apply('two', { a: '3' })).status).to.equal(409);
      const taken = await apply('two', { a: '3' }, true);
      expect(taken.body.metadata.managedFields.map(({ manager }) => manager)).to.deep.equal(['two']);
    });

    it('is not written when it changes nothing', async () => {
      const first = await apply('one', { a: '1' });
      const second = await apply('one', { a: '1' });
      expect(second.body.metadata.resourceVersion).to.equal(first.body.metadata.resourceVersion);
    });
  });
});
