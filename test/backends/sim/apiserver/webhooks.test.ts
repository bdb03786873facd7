import { expect } from 'chai';
import type { AdmissionReview } from '../../../../src/backends/sim/apiserver/webhooks.ts';
import { machine } from '../../../../src/backends/sim/engine/machine.ts';
import type { Process } from '../../../../src/backends/sim/engine/process.ts';
import { serveHttp } from '../../../../src/backends/sim/http/server.ts';
import { configMap, configMaps, type ControlPlane, controlPlane, type Plane } from './control-plane.ts';

const group = 'admissionregistration.k8s.io';

/** A control plane whose ConfigMaps pass two webhooks of one server, which says what it is told to. */
function guarded(): ControlPlane & {
  readonly gate: Process;
  readonly asked: readonly string[];
  readonly first: Plane;
} {
  const world = controlPlane();
  const { store, network, clock } = world;
  const put = (resource: string, key: string, object: Record<string, unknown>): void => {
    const metadata = { name: key.split('/').at(-1) ?? '', uid: key, resourceVersion: '' };
    store.apply({
      kind: 'put',
      resource,
      key,
      expect: 0,
      object: { apiVersion: 'v1', kind: 'X', metadata, ...object },
    });
  };
  const webhook = (name: string, path: string): object => ({
    name,
    clientConfig: { service: { namespace: 'guard', name: 'gate', path } },
    rules: [{ apiGroups: [''], resources: ['configmaps'], operations: ['CREATE', 'UPDATE'] }],
    timeoutSeconds: 5,
  });
  put('services', 'guard/gate', { spec: { clusterIP: '172.18.0.50' } });
  put(`mutatingwebhookconfigurations.${group}`, 'm', { webhooks: [webhook('m.gate.io', '/mutate')] });
  put(`validatingwebhookconfigurations.${group}`, 'v', { webhooks: [webhook('v.gate.io', '/validate')] });
  const host = machine(clock, 'guard', 'az-1');
  const on = network.plug(host, '172.18.0.50', false);
  const gate = host.run('gate');
  const asked: string[] = [];
  const patch = Buffer.from(JSON.stringify([{ op: 'add', path: '/data/mark', value: 'here' }])).toString('base64');
  serveHttp({
    network,
    process: gate,
    on,
    port: 443,
    handler: ({ request: { path, body }, answer }) => {
      const { request } = body as AdmissionReview;
      asked.push(`${path} ${request?.operation ?? ''} ${request?.oldObject === undefined ? 'new' : 'old'}`);
      const object = request!.object;
      const bad = path.startsWith('/validate') && object.metadata.name === 'bad';
      const response = bad
        ? { allowed: false, status: { message: 'it is bad' } }
        : { allowed: true, ...(path.startsWith('/mutate') ? { patch } : {}) };
      answer({ status: 200, body: { response } });
    },
  });
  return { ...world, gate, asked, first: world.planes[0]! };
}

describe('webhooksOf', () => {
  it('lets webhooks change an object, then judge it, each with what was there before', async () => {
    const { clock, ask, first, asked, store } = guarded();
    await clock.run(async () => {
      await clock.sleep(1000);
      expect((await ask(first, 'POST', configMaps, configMap('good'))).status).to.equal(201);
      expect(store.get('configmaps', 'default/good')?.['data']).to.deep.equal({ mark: 'here' });
      const bad = await ask(first, 'POST', configMaps, configMap('bad'));
      expect(bad).to.include({ status: 403, text: 'admission webhook "v.gate.io" denied the request: it is bad' });
      await ask(first, 'PATCH', `${configMaps}/good`, { data: { more: 'x' } });
      expect(asked.slice(4)).to.deep.equal(['/mutate?timeout=5s UPDATE old', '/validate?timeout=5s UPDATE old']);
    });
  });

  it('are waited for in what clients feel, and not in what the apiserver itself took', async () => {
    const { clock, ask, first, gate } = guarded();
    await clock.run(async () => {
      await clock.sleep(1000);
      gate.freeze();
      await ask(first, 'POST', configMaps, configMap('a'));
      const { text } = await ask(first, 'GET', '/metrics');
      const counts = (family: string, le: string): number => {
        const series = `verb="POST",group="",resource="configmaps",subresource="",scope="resource",le="${le}"`;
        return Number(text.split(`\n${family}_bucket{${series}} `)[1]?.split('\n')[0]);
      };
      expect([
        counts('apiserver_request_duration_seconds', '5'),
        counts('apiserver_request_duration_seconds', '6'),
      ]).to.deep.equal([0, 1]);
      expect(counts('apiserver_request_sli_duration_seconds', '0.1')).to.equal(1);
    });
  });

  it('refuses a write when the webhook is not there, at once or after its time-out', async () => {
    const { clock, ask, first, gate } = guarded();
    const post = 'Post "https://gate.guard.svc:443/mutate?timeout=5s"';
    const text = `Internal error occurred: failed calling webhook "m.gate.io": failed to call webhook: ${post}`;
    await clock.run(async () => {
      await clock.sleep(1000);
      gate.freeze();
      const silent = await ask(first, 'POST', configMaps, configMap('a'));
      expect(silent).to.include({ status: 500, text: `${text}: context deadline exceeded` });
      expect(silent.tookMs).to.be.within(5000, 5100);
      gate.exit(137);
      await clock.sleep(100);
      const refused = await ask(first, 'POST', configMaps, configMap('b'));
      expect(refused).to.include({
        status: 500,
        text: `${text}: dial tcp 172.18.0.50:443: connect: connection refused`,
      });
    });
  });
});
