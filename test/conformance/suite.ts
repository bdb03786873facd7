import { expect } from 'chai';
import type { Clock } from '../../src/base/clock.ts';
import { ApiError } from '../../src/backends/kube/api-error.ts';
import type { KubeClient } from '../../src/backends/kube/kube-client.ts';
import type { Method } from '../../src/backends/kube/wire.ts';

/** A cluster to ask, and the clock that its time passes by. */
export interface Subject {
  readonly client: KubeClient;
  readonly clock: Clock;
  /** What pods run; undefined: none is started. */
  readonly image: string | undefined;
}

/** Runs a body against a cluster. */
export type Against = (body: (subject: Subject) => Promise<void>) => Promise<void>;

interface Thing {
  readonly metadata: {
    readonly name: string;
    readonly resourceVersion: string;
    readonly uid: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: { readonly replicas?: number };
  readonly status?: { readonly availableReplicas?: number };
  readonly message?: string;
  readonly reason?: string;
  readonly items?: readonly Thing[];
}

let count = 0;

/** A namespace of its own for a body, removed after it. */
async function inNamespace(
  { client }: Subject,
  body: (maps: string, namespace: string) => Promise<void>,
): Promise<void> {
  const name = `conformance-${process.pid}-${(count += 1)}`;
  await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  try {
    await body(`/api/v1/namespaces/${name}/configmaps`, name);
  } finally {
    await client.remove(`/api/v1/namespaces/${name}`);
  }
}

function map(
  name: string,
  data: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = {},
): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data };
}

/** Asks until an answer satisfies. Throws when it does not within the time. */
async function until<T>(clock: Clock, withinMs: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = clock.now() + withinMs;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (clock.now() > end) throw new Error(`nothing within ${withinMs} ms`);
    await clock.sleep(200);
  }
}

/** What every cluster does that the harness and its users count on: the same on a simulated one and on a real one. */
export function conformance(against: Against): void {
  const asked = async (
    client: KubeClient,
    method: Method,
    path: string,
    [body, contentType]: readonly [unknown, string],
  ): Promise<{ status: number; body: Thing }> => client.request<Thing>(method, path, { body, contentType });
  const merge = 'application/merge-patch+json';

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

  it('lists in parts, by labels and by fields', () =>
    against((subject) =>
      inNamespace(subject, async (maps) => {
        const { client } = subject;
        for (const name of ['a', 'b', 'c']) await client.create(maps, map(name, {}, { own: name }));
        const own = `${maps}?labelSelector=own`;
        const first = await client.request<Thing & { metadata: { continue?: string } }>('GET', `${own}&limit=2`);
        expect(first.body.items?.map((one) => one.metadata.name)).to.deep.equal(['a', 'b']);
        const rest = await client.list<Thing>(
          `${own}&limit=2&continue=${encodeURIComponent(first.body.metadata.continue ?? '')}`,
        );
        expect(rest.items.map((one) => one.metadata.name)).to.deep.equal(['c']);
        const chosen = await client.list<Thing>(`${maps}?labelSelector=${encodeURIComponent('own in (a,c),own!=c')}`);
        expect(chosen.items.map((one) => one.metadata.name)).to.deep.equal(['a']);
        const named = await client.list<Thing>(`${maps}?fieldSelector=metadata.name%3Db`);
        expect(named.items.map((one) => one.metadata.name)).to.deep.equal(['b']);
        const strange = await client.request<Thing>('GET', `${maps}?fieldSelector=data.x%3Db`);
        expect(strange.status).to.equal(400);
      }),
    ));

  it('watches from a list on', () =>
    against((subject) =>
      inNamespace(subject, async (maps) => {
        const { client, clock } = subject;
        await client.create(maps, map('before'));
        const { metadata } = await client.list<Thing>(`${maps}?labelSelector=own`);
        const seen: string[] = [];
        const stop = new AbortController();
        const [server] = client.servers;
        if (server === undefined) throw new Error('no server');
        const watching = client
          .stream({
            server,
            path: `${maps}?watch=1&labelSelector=own&resourceVersion=${metadata.resourceVersion}`,
            signal: stop.signal,
            onEvent: ({ type, object }) => void seen.push(`${type} ${(object as Thing).metadata.name}`),
            onOpen: () => undefined,
          })
          .catch(() => undefined);
        await client.create(maps, map('a', {}, { own: '1' }));
        await client.patch(`${maps}/a`, { data: { k: 'v' } });
        await client.patch(`${maps}/a`, { metadata: { labels: { own: null } } });
        await until(clock, 5000, async () => (seen.length >= 3 ? true : undefined));
        stop.abort();
        await watching;
        expect(seen).to.deep.equal(['ADDED a', 'MODIFIED a', 'DELETED a']);
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
        expect(scale.spec?.replicas).to.equal(0);
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
        expect([strict.status, strict.body.message]).to.deep.equal([
          400,
          'strict decoding error: unknown field "spec.colour"',
        ]);
      }),
    ));

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
