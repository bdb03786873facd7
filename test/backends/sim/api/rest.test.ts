import { expect } from 'chai';
import { type Api, freshApi } from './world.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const pods = '/api/v1/namespaces/default/pods';
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
const deployment = {
  metadata: { name: 'web', labels },
  spec: { replicas: 2, selector: { matchLabels: labels }, template },
};
const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'web:1' }] } };
const asJson = { 'content-type': 'application/json-patch+json' };
const asMerge = { 'content-type': 'application/merge-patch+json' };
const asStrategic = { 'content-type': 'application/strategic-merge-patch+json' };
const asApply = { 'content-type': 'application/apply-patch+yaml' };

describe('handleApi', () => {
  let api: Api;
  beforeEach(async () => {
    api = await freshApi();
  });

  describe('writes', () => {
    it('gives a new object its identity, and refuses a second of the same name', async () => {
      const { status, body } = await api.call('POST', maps, { metadata: { name: 'a' }, data: { k: 'v' } });
      expect(status).to.equal(201);
      expect(body).to.include({ kind: 'ConfigMap', apiVersion: 'v1' });
      expect(body.metadata).to.include.keys('uid', 'creationTimestamp', 'resourceVersion');
      const again = await api.call('POST', maps, { metadata: { name: 'a' } });
      expect([again.status, again.body.reason, again.body.message]).to.deep.equal([
        409,
        'AlreadyExists',
        'configmaps "a" already exists',
      ]);
    });

    it('makes a name from generateName', async () => {
      const { body } = await api.call('POST', maps, { metadata: { generateName: 'a-' } });
      expect(body.metadata.name).to.match(/^a-.{5}$/);
    });

    it('stores nothing in a dry run, and says what it would have', async () => {
      const { status, body } = await api.call('POST', `${maps}?dryRun=All`, { metadata: { name: 'a' } });
      expect([status, body.metadata.name]).to.deep.equal([201, 'a']);
      expect((await api.call('GET', `${maps}/a`)).status).to.equal(404);
    });

    it('refuses an update of a version that is not the newest', async () => {
      const { body } = await api.call('POST', maps, { metadata: { name: 'a' } });
      await api.call('PATCH', `${maps}/a`, { data: { k: '1' } }, asMerge);
      const late = await api.call('PUT', `${maps}/a`, { ...body, data: { k: '2' } });
      expect([late.status, late.body.reason]).to.deep.equal([409, 'Conflict']);
    });

    it('writes nothing where nothing changes', async () => {
      const { body } = await api.call('POST', maps, { metadata: { name: 'a' }, data: { k: 'v' } });
      const same = await api.call('PATCH', `${maps}/a`, { data: { k: 'v' } }, asMerge);
      expect(same.body.metadata.resourceVersion).to.equal(body.metadata.resourceVersion);
    });

    it('counts generations of the specification, not of status or labels', async () => {
      await api.call('POST', deployments, deployment);
      const generation = async (): Promise<number> =>
        (await api.call('GET', `${deployments}/web`)).body.metadata.generation;
      await api.call('PATCH', `${deployments}/web`, { metadata: { labels: { b: 'c' } } }, asMerge);
      await api.call('PATCH', `${deployments}/web/status`, { status: { replicas: 1 } }, asMerge);
      expect(await generation()).to.equal(1);
      await api.call('PATCH', `${deployments}/web`, { spec: { replicas: 3 } }, asMerge);
      expect(await generation()).to.equal(2);
    });

    it('keeps status and specification apart', async () => {
      await api.call('POST', deployments, deployment);
      await api.call('PATCH', `${deployments}/web`, { status: { replicas: 7 } }, asMerge);
      await api.call(
        'PATCH',
        `${deployments}/web/status`,
        { spec: { replicas: 9 }, status: { readyReplicas: 1 } },
        asMerge,
      );
      const { body } = await api.call('GET', `${deployments}/web`);
      expect([body.spec.replicas, body.status]).to.deep.equal([2, { readyReplicas: 1 }]);
    });
  });

  describe('what is wrong with an object', () => {
    it('is said all at once, with the causes', async () => {
      const bad = {
        metadata: { name: 'web' },
        spec: { replicas: -1, selector: { matchLabels: { app: 'x' } }, template },
      };
      const { status, body } = await api.call('POST', deployments, bad);
      expect([status, body.reason]).to.deep.equal([422, 'Invalid']);
      expect(body.message).to.equal(
        'Deployment.apps "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, ' +
          'spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`]',
      );
      expect(body.details.causes.map((cause) => cause.field)).to.deep.equal([
        'spec.replicas',
        'spec.template.metadata.labels',
      ]);
    });

    it('is a name that DNS does not take', async () => {
      const { status, body } = await api.call('POST', maps, { metadata: { name: 'A_b' } });
      expect(status).to.equal(422);
      expect(body.message).to.match(
        /^ConfigMap "A_b" is invalid: metadata.name: Invalid value: "A_b": a lowercase RFC 1123/,
      );
    });

    it('is a field that the kind does not have: dropped with a warning, or refused when strict', async () => {
      const strange = { ...pod, spec: { ...pod.spec, colour: 'red' } };
      const warned = await api.call('POST', pods, strange);
      expect(warned.body.spec).to.not.have.property('colour');
      expect(warned.headers['warning']).to.equal('299 - "unknown field \\"spec.colour\\""');
      const strict = await api.call('POST', `${pods}?fieldValidation=Strict`, { ...strange, metadata: { name: 'q' } });
      expect([strict.status, strict.body.message]).to.deep.equal([
        400,
        'strict decoding error: unknown field "spec.colour"',
      ]);
    });

    it('is a value of another type', async () => {
      const { status, body } = await api.call('POST', deployments, {
        ...deployment,
        spec: { ...deployment.spec, replicas: 'two' },
      });
      expect(status).to.equal(400);
      expect(body.message).to.contain(
        'json: cannot unmarshal string into Go struct field .spec.replicas of type int32',
      );
    });

    it('is a change of what never changes', async () => {
      await api.call('POST', deployments, deployment);
      const { status, body } = await api.call(
        'PATCH',
        `${deployments}/web`,
        { spec: { selector: { matchLabels: { app: 'b' } }, template: { metadata: { labels: { app: 'b' } } } } },
        asMerge,
      );
      expect(status).to.equal(422);
      expect(body.message).to.contain('field is immutable');
    });

    it('is a running pod made into another one', async () => {
      await api.call('POST', pods, pod);
      const image = await api.call(
        'PATCH',
        `${pods}/p`,
        { spec: { containers: [{ name: 'c', image: 'web:2' }] } },
        asStrategic,
      );
      expect(image.status).to.equal(200);
      const other = await api.call('PATCH', `${pods}/p`, { spec: { hostNetwork: true } }, asStrategic);
      expect([other.status, other.body.details.causes[0]?.reason]).to.deep.equal([422, 'FieldValueForbidden']);
    });
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

    it('is not written when it changes nothing', async () => {
      const first = await apply('one', { a: '1' });
      const second = await apply('one', { a: '1' });
      expect(second.body.metadata.resourceVersion).to.equal(first.body.metadata.resourceVersion);
    });
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

  describe('lists and watches', () => {
    beforeEach(async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e'])
        await api.call('POST', maps, { metadata: { name, labels: { name } } });
    });

    it('come in parts that are one moment of the cluster', async () => {
      const first = await api.call('GET', `${maps}?limit=2`);
      expect(first.body.metadata.remainingItemCount).to.equal(3);
      await api.call('DELETE', `${maps}/e`);
      await api.call('POST', maps, { metadata: { name: 'bb' } });
      const names: string[] = [];
      let token = first.body.metadata.continue;
      while (token !== undefined) {
        const { body } = await api.call('GET', `${maps}?limit=2&continue=${token}`);
        names.push(...body.items.map((one) => one.metadata.name));
        token = body.metadata.continue;
      }
      expect(names).to.deep.equal(['c', 'd', 'e']);
    });

    it('are refused when their moment is forgotten', async () => {
      const { body } = await api.call('GET', `${maps}?limit=2`);
      await api.call('DELETE', `${maps}/e`);
      api.store.compact(api.store.revision());
      const late = await api.call('GET', `${maps}?limit=2&continue=${body.metadata.continue ?? ''}`);
      expect([late.status, late.body.reason]).to.deep.equal([410, 'Expired']);
    });

    it('select by labels in every form', async () => {
      const found = async (selector: string): Promise<string> =>
        (await api.call('GET', `${maps}?labelSelector=${encodeURIComponent(selector)}`)).body.items
          .map((one) => one.metadata.name)
          .join('');
      expect(await found('name in (a, b)')).to.equal('ab');
      expect(await found('name notin (a,b),name!=c')).to.equal('de');
      expect(await found('!name')).to.equal('');
      expect(await found('name,name=d')).to.equal('d');
    });

    it('select by the fields that a kind has, and no others', async () => {
      const one = await api.call('GET', `${maps}?fieldSelector=metadata.name=c`);
      expect(one.body.items).to.have.length(1);
      const other = await api.call('GET', `${maps}?fieldSelector=data.x=1`);
      expect([other.status, other.body.message]).to.deep.equal([400, 'field label not supported: data.x']);
    });

    it('from the future time out', async () => {
      const { status, body } = await api.call('GET', `${maps}?resourceVersion=99999`);
      expect([status, body.message]).to.deep.equal([504, 'Timeout: Too large resource version: 99999']);
    });

    it('watch from a revision, from now, or with the state first', async () => {
      const after = async (query: string): Promise<unknown> => {
        const handled = await api.raw(`${maps}?watch=1&${query}`);
        return 'watch' in handled ? handled.watch.after : 'no watch';
      };
      expect(await after('resourceVersion=5')).to.equal(5);
      expect(await after('')).to.equal(undefined);
      expect(await after('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=3')).to.equal(
        undefined,
      );
    });

    it('come as tables where tables are asked for', async () => {
      const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
      const { body } = await api.call('GET', maps, undefined, { accept });
      expect(body.kind).to.equal('Table');
      expect(body.columnDefinitions.map(({ name }) => name)).to.deep.equal(['Name', 'Data', 'Age']);
      expect(body.rows[0]?.cells).to.deep.equal(['a', 0, '0s']);
    });
  });
});
