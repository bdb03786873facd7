import { expect } from 'chai';
import { asMerge, asStrategic, deployment, deployments, maps, pod, pods } from './samples.ts';
import { type Api, freshApi } from './world.ts';

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
        spec: { replicas: -1, selector: { matchLabels: { app: 'x' } }, template: deployment.spec.template },
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

    it('is said with its place, behind lists as before them', async () => {
      const containers = [
        { name: 'a', image: 'web:1', colour: 'red' },
        { name: 'b', image: 'web:1', ports: null },
      ];
      const strange = { ...pod, spec: { ...pod.spec, containers, colour: 'red' }, colour: 'red' };
      const { headers, body } = await api.call('POST', pods, strange);
      const places = ['spec.containers[0].colour', 'spec.colour', 'colour'];
      expect(headers['warning']).to.equal(places.map((place) => `299 - "unknown field \\"${place}\\""`).join(', '));
      expect(JSON.stringify(body)).to.not.match(/colour|ports/);
      expect([strange.colour, containers[0]]).to.deep.equal(['red', { name: 'a', image: 'web:1', colour: 'red' }]);
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
});
