import { expect } from 'chai';
import { ApiError } from '../../src/backends/kube/api-error.ts';
import { type Against, asked, inNamespace, map, type Thing } from './subject.ts';

const merge = 'application/merge-patch+json';

/** How objects are written. */
export function objects(against: Against): void {
  it('creates, reads, lists and deletes', () =>
    against((subject) =>
      inNamespace(subject, async (maps) => {
        const { client } = subject;
        const made = await client.create<Thing>(maps, map('a', { k: 'v' }));
        expect(made.metadata.uid).to.match(/^[0-9a-f-]{36}$/);
        expect((await client.get<Thing>(`${maps}/a`))?.data).to.deep.equal({ k: 'v' });
        const { items, metadata } = await client.list<Thing>(maps);
        expect(items.map((one) => one.metadata.name)).to.include('a');
        expect(Number(metadata.resourceVersion)).to.be.at.least(Number(made.metadata.resourceVersion));
        expect(await client.remove(`${maps}/a`)).to.equal(true);
        expect(await client.remove(`${maps}/a`)).to.equal(false);
        expect(await client.get(`${maps}/a`)).to.equal(undefined);
      }),
    ));

  it('refuses a name that is taken, an old version and a name that is none', () =>
    against((subject) =>
      inNamespace(subject, async (maps) => {
        const { client } = subject;
        const made = await client.create<Thing>(maps, map('a'));
        await client.patch(`${maps}/a`, { data: { k: '1' } });
        const taken = await client.create(maps, map('a')).catch((error: unknown) => error);
        expect(taken).to.be.instanceOf(ApiError).that.includes({ status: 409, reason: 'AlreadyExists' });
        const late = await asked(client, 'PUT', `${maps}/a`, [{ ...made, data: { k: '2' } }, 'application/json']);
        expect([late.status, late.body.reason]).to.deep.equal([409, 'Conflict']);
        const bad = await asked(client, 'POST', maps, [map('A_b'), 'application/json']);
        expect([bad.status, bad.body.reason]).to.deep.equal([422, 'Invalid']);
        expect(bad.body.message).to.contain(
          'ConfigMap "A_b" is invalid: metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain',
        );
      }),
    ));

  it('stores nothing in a dry run', () =>
    against((subject) =>
      inNamespace(subject, async (maps) => {
        const { client } = subject;
        const made = await client.create<Thing>(`${maps}?dryRun=All`, map('a'));
        expect(made.metadata.name).to.equal('a');
        expect(await client.get(`${maps}/a`)).to.equal(undefined);
      }),
    ));

  it('takes patches of every type', () =>
    against((subject) =>
      inNamespace(subject, async (maps) => {
        const { client } = subject;
        await client.create(maps, map('a', { one: '1', two: '2' }));
        await asked(client, 'PATCH', `${maps}/a`, [{ data: { one: null, three: '3' } }, merge]);
        await asked(client, 'PATCH', `${maps}/a`, [
          [{ op: 'replace', path: '/data/two', value: '22' }],
          'application/json-patch+json',
        ]);
        const last = await asked(client, 'PATCH', `${maps}/a`, [
          { data: { four: '4' } },
          'application/strategic-merge-patch+json',
        ]);
        expect(last.body.data).to.deep.equal({ two: '22', three: '3', four: '4' });
        const failed = await asked(client, 'PATCH', `${maps}/a`, [
          [{ op: 'test', path: '/data/two', value: 'x' }],
          'application/json-patch+json',
        ]);
        expect(failed.status).to.equal(422);
      }),
    ));

  it('applies: owns fields, removes what is no longer said, and refuses what others own', () =>
    against((subject) =>
      inNamespace(subject, async (maps) => {
        const { client } = subject;
        const apply = (
          manager: string,
          data: Readonly<Record<string, string>>,
          force = false,
        ): ReturnType<typeof asked> =>
          asked(client, 'PATCH', `${maps}/a?fieldManager=${manager}&force=${force}`, [
            map('a', data),
            'application/apply-patch+yaml',
          ]);
        expect((await apply('one', { a: '1', b: '1' })).status).to.equal(201);
        expect((await apply('one', { a: '1' })).body.data).to.deep.equal({ a: '1' });
        expect((await apply('two', { b: '2' })).body.data).to.deep.equal({ a: '1', b: '2' });
        const refused = await apply('two', { a: '2', b: '2' });
        expect([refused.status, refused.body.message]).to.deep.equal([
          409,
          'Apply failed with 1 conflict: conflict with "one": .data.a',
        ]);
        expect((await apply('two', { a: '2', b: '2' }, true)).body.data).to.deep.equal({ a: '2', b: '2' });
        const applied = await client.apply<Thing>(`${maps}/a`, map('a', { a: '3' }));
        expect(applied.data).to.deep.equal({ a: '3', b: '2' });
      }),
    ));

  it('counts generations, keeps status apart and scales', () =>
    against((subject) =>
      inNamespace(subject, async (_, namespace) => {
        const { client } = subject;
        const sets = `/apis/apps/v1/namespaces/${namespace}/deployments`;
        const labels = { app: 'none' };
        const spec = {
          replicas: 0,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'none' }] } },
        };
        await client.create(sets, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec });
        await client.patch(`${sets}/d`, { metadata: { labels: { x: 'y' } } });
        expect((await client.get<Thing>(`${sets}/d`))?.metadata.generation).to.equal(1);
        const scale = await client.patch<Thing>(`${sets}/d/scale`, { spec: { replicas: 0 } });
        // Go leaves a 0 out.
        expect(scale.spec).to.deep.equal({});
        const one = await client.patch<Thing>(`${sets}/d/scale`, { spec: { replicas: 1 } });
        expect(one.spec).to.deep.equal({ replicas: 1 });
        const fixed = await asked(client, 'PATCH', `${sets}/d`, [
          { spec: { selector: { matchLabels: { app: 'b' } }, template: { metadata: { labels: { app: 'b' } } } } },
          merge,
        ]);
        expect(fixed.status).to.equal(422);
        expect(fixed.body.message).to.contain('field is immutable');
        const strict = await asked(client, 'PATCH', `${sets}/d?fieldValidation=Strict`, [
          { spec: { colour: 'red' } },
          merge,
        ]);
        expect(strict.status).to.equal(422);
        expect(strict.body.message).to.match(/^ "" is invalid: patch: Invalid value: ".*": strict decoding error: /);
        expect(strict.body.message).to.match(/unknown field "spec\.colour"$/);
      }),
    ));
}
