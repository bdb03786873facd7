import { expect } from 'chai';
import { type Against, asked, inNamespace, map, type Thing, until } from './subject.ts';

/** What a cluster does beyond storing objects. */
export function wholeCluster(against: Against): void {
  it('adds resources by definitions, holds their objects to the schema, and forgets them', () =>
    against(async (subject) => {
      const { client, clock } = subject;
      const group = `conformance-${process.pid}.example.com`;
      const schema = {
        type: 'object',
        properties: {
          spec: {
            type: 'object',
            required: ['size'],
            properties: {
              size: { type: 'integer', minimum: 1 },
              colour: { type: 'string', enum: ['red', 'blue'], default: 'red' },
            },
          },
        },
      };
      const definition = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `boxes.${group}` },
        spec: {
          group,
          scope: 'Cluster',
          names: { plural: 'boxes', singular: 'box', kind: 'Box', listKind: 'BoxList' },
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
        },
      };
      const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
      const boxes = `/apis/${group}/v1/boxes`;
      await client.create(definitions, definition);
      try {
        await until(clock, 20_000, async () =>
          (await client.request('GET', boxes)).status === 200 ? true : undefined,
        );
        const box = (name: string, spec: object): object => ({
          apiVersion: `${group}/v1`,
          kind: 'Box',
          metadata: { name },
          spec,
        });
        const made = await client.create<{ spec: object }>(boxes, box('a', { size: 2, depth: 3 }));
        expect(made.spec).to.deep.equal({ size: 2, colour: 'red' });
        const bad = await asked(client, 'POST', boxes, [box('b', { size: 0, colour: 'green' }), 'application/json']);
        expect(bad.status).to.equal(422);
        expect(bad.body.message).to.contain(
          'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1',
        );
        expect(bad.body.message).to.contain('spec.colour: Unsupported value: "green": supported values: "red", "blue"');
      } finally {
        await client.remove(`${definitions}/boxes.${group}`);
      }
      await until(clock, 20_000, async () => ((await client.request('GET', boxes)).status === 404 ? true : undefined));
    }));

  it('answers who may do what, and what there is', () =>
    against(async ({ client }) => {
      const resourceAttributes = { verb: 'create', resource: 'pods', namespace: 'default' };
      const review = await client.create<{ status: { allowed: boolean } }>(
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } },
      );
      expect(review.status.allowed).to.equal(true);
      const { body } = await client.request<{ resources: readonly { name: string }[] }>('GET', '/apis/apps/v1');
      expect(body.resources.map(({ name }) => name)).to.include.members([
        'deployments',
        'deployments/status',
        'deployments/scale',
      ]);
      expect((await client.request('GET', '/apis/nothing.example.com/v1')).status).to.equal(404);
    }));

  it('empties a namespace that leaves, and lets it go', () =>
    against(async (subject) => {
      const { client, clock } = subject;
      let path = '';
      await inNamespace(subject, async (maps, namespace) => {
        path = `/api/v1/namespaces/${namespace}`;
        await client.create(maps, map('a'));
      });
      await until(clock, 60_000, async () => ((await client.get(path)) === undefined ? true : undefined));
    }));

  it('runs a deployment', () =>
    against((subject) =>
      inNamespace(subject, async (_, namespace) => {
        const { client, clock, image } = subject;
        if (image === undefined) return;
        const sets = `/apis/apps/v1/namespaces/${namespace}/deployments`;
        const labels = { app: 'web' };
        const container = { name: 'web', image, command: ['sleep', '600'] };
        const spec = {
          replicas: 2,
          selector: { matchLabels: labels },
          template: { metadata: { labels }, spec: { containers: [container] } },
        };
        await client.create(sets, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec });
        const available = async (): Promise<true | undefined> =>
          (await client.get<Thing>(`${sets}/web`))?.status?.availableReplicas === 2 ? true : undefined;
        await until(clock, 60_000, available);
        const pods = await client.list<Thing>(`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dweb`);
        expect(pods.items).to.have.length(2);
      }),
    ));
}
