import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreV1Api, KubeConfig, makeInformer, V1ConfigMap } from '@kubernetes/client-node';
import { expect } from 'chai';
import { execa } from 'execa';
import { serveCluster, type ServedCluster } from '../../../../src/backends/sim/serve/serve.ts';
import { clusterParams } from '../../../../src/core/cluster-params/index.ts';

/** Taken from the path: whoever has them runs them. */
const tools = { kubectl: 'kubectl', helm: 'helm' };

const manifest = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, labels: { app: web } }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [ { name: web, image: 'web:1', ports: [ { containerPort: 80 } ] } ] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [ { port: 80 } ] }
`;

describe('a served cluster', function () {
  this.timeout(120_000);
  let served: ServedCluster;
  let folder: string;

  async function kubectl(args: readonly string[], input = ''): Promise<string> {
    const env = { KUBECONFIG: join(folder, 'config'), HOME: folder };
    const { stdout, stderr, exitCode } = await execa(tools.kubectl, args, {
      env,
      input,
      reject: false,
      timeout: 60_000,
    });
    if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'aftershock-sim-'));
    served = await serveCluster({
      params: clusterParams({ zones: 3, controlPlanes: 3, nodesPerZone: 1 }),
      seed: 1,
      port: 0,
    });
    await writeFile(join(folder, 'config'), served.kubeconfig);
  });
  after(() => served.close());

  describe('under kubectl, where it is installed', () => {
    before(async function () {
      const { exitCode } = await execa(tools.kubectl, ['version', '--client'], { reject: false });
      if (exitCode !== 0) this.skip();
    });

    it('shows nodes as a table with their roles', async () => {
      const rows = (await kubectl(['get', 'nodes'])).split('\n');
      expect(rows[0]).to.match(/^NAME\s+STATUS\s+ROLES\s+AGE\s+VERSION/);
      expect(rows.filter((row) => /\sReady\s+control-plane\s/.test(row))).to.have.length(3);
    });

    it('applies manifests, waits for them, and applies them again unchanged', async () => {
      expect(await kubectl(['apply', '-f', '-'], manifest)).to.equal(
        'deployment.apps/web created\nservice/web created',
      );
      expect(await kubectl(['rollout', 'status', 'deployment/web', '--timeout=50s'])).to.contain(
        'successfully rolled out',
      );
      expect(await kubectl(['apply', '-f', '-'], manifest)).to.equal(
        'deployment.apps/web unchanged\nservice/web unchanged',
      );
      expect(await kubectl(['wait', '--for=condition=Available', 'deployment/web', '--timeout=20s'])).to.contain(
        'condition met',
      );
    });

    it('describes, patches, scales and labels', async () => {
      expect(await kubectl(['describe', 'deployment', 'web'])).to.match(/Replicas:\s+2 desired/);
      expect(await kubectl(['scale', 'deployment/web', '--replicas=3'])).to.equal('deployment.apps/web scaled');
      expect(await kubectl(['patch', 'deployment', 'web', '-p', '{"spec":{"minReadySeconds":1}}'])).to.contain(
        'patched',
      );
      expect(await kubectl(['label', 'deployment', 'web', 'x=y'])).to.contain('labeled');
      expect(
        await kubectl(['get', 'deployment', 'web', '-o', 'jsonpath={.spec.replicas} {.metadata.labels.x}']),
      ).to.equal('3 y');
    });

    it('says honestly that a simulated container writes no log', async () => {
      const pod = await kubectl(['get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[0].metadata.name}']);
      expect(await kubectl(['logs', pod])).to.match(/^SIMULATED: container web of web-\S+ is a model, not a program/);
    });

    it('applies on the server, and is told of conflicts', async () => {
      const own = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ours }\ndata: { a: "1" }\n';
      expect(await kubectl(['apply', '--server-side', '-f', '-'], own)).to.equal('configmap/ours serverside-applied');
      const other = own.replace('"1"', '"2"');
      const failure = await kubectl(['apply', '--server-side', '--field-manager=other', '-f', '-'], other).catch(
        String,
      );
      expect(failure).to.contain('Apply failed with 1 conflict: conflict with "kubectl": .data.a');
    });

    it('cordons, drains and uncordons a node', async () => {
      const node = await kubectl(['get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[0].spec.nodeName}']);
      await kubectl(['cordon', node]);
      expect(await kubectl(['get', 'node', node])).to.contain('Ready,SchedulingDisabled');
      expect(
        await kubectl(['drain', node, '--ignore-daemonsets', '--delete-emptydir-data', '--timeout=90s', '--force']),
      ).to.contain('drained');
      await kubectl(['uncordon', node]);
    });

    it('knows Chaos Mesh by its definitions, and holds objects to their schema', async () => {
      expect(await kubectl(['api-resources', '--api-group=chaos-mesh.org', '-o', 'name'])).to.contain(
        'podchaos.chaos-mesh.org',
      );
      const bad =
        'apiVersion: chaos-mesh.org/v1alpha1\nkind: PodChaos\nmetadata: { name: x }\nspec: { action: explode, mode: one, selector: {} }\n';
      const failure = await kubectl(['apply', '-f', '-'], bad).catch(String);
      expect(failure).to.contain(
        'spec.action: Unsupported value: "explode": supported values: "pod-kill", "pod-failure", "container-kill"',
      );
    });

    it('deletes', async () => {
      expect(await kubectl(['delete', 'deployment,service', 'web', '--wait=true', '--timeout=60s'])).to.contain(
        'deployment.apps "web" deleted',
      );
    });
  });

  it('takes a chart from helm, upgrades and removes it, where helm is installed', async function () {
    const env = { KUBECONFIG: join(folder, 'config'), HOME: folder };
    const helm = async (...args: readonly string[]): Promise<string> => {
      const { stdout, stderr, exitCode } = await execa(tools.helm, args, { env, reject: false, timeout: 60_000 });
      return exitCode === 0 ? stdout : `failed: ${stderr}`;
    };
    if ((await execa(tools.helm, ['version'], { reject: false })).exitCode !== 0) this.skip();
    const chart = join(folder, 'chart');
    await mkdir(join(chart, 'templates'), { recursive: true });
    await writeFile(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: small\nversion: 0.1.0\n');
    const named = manifest.replaceAll('name: web,', 'name: {{ .Release.Name }},');
    await writeFile(
      join(chart, 'templates', 'all.yaml'),
      named.replace('replicas: 2', 'replicas: {{ .Values.replicas }}'),
    );
    const wait = ['--wait', '--timeout', '50s'];
    expect(await helm('install', 'first', chart, '--set', 'replicas=1', ...wait)).to.contain('STATUS: deployed');
    expect(await helm('upgrade', 'first', chart, '--set', 'replicas=2', ...wait)).to.contain('REVISION: 2');
    expect(await helm('uninstall', 'first', ...wait)).to.contain('uninstalled');
  });

  it('keeps an informer of @kubernetes/client-node up to date', async () => {
    const config = new KubeConfig();
    config.loadFromString(served.kubeconfig);
    const api = config.makeApiClient(CoreV1Api);
    const path = '/api/v1/namespaces/default/configmaps';
    const informer = makeInformer(config, path, () => api.listNamespacedConfigMap({ namespace: 'default' }));
    const seen: string[] = [];
    const told = new Promise<void>((resolve) => {
      informer.on('add', ({ metadata }) => seen.push(`add ${metadata?.name ?? ''}`));
      informer.on('update', ({ metadata }) => seen.push(`update ${metadata?.name ?? ''}`));
      informer.on('delete', ({ metadata }) => {
        seen.push(`delete ${metadata?.name ?? ''}`);
        resolve();
      });
    });
    await informer.start();
    const body = Object.assign(new V1ConfigMap(), { metadata: { name: 'seen' } });
    await api.createNamespacedConfigMap({ namespace: 'default', body });
    const changed = Object.assign(new V1ConfigMap(), { metadata: { name: 'seen' }, data: { a: 'b' } });
    await api.replaceNamespacedConfigMap({ namespace: 'default', name: 'seen', body: changed });
    await api.deleteNamespacedConfigMap({ namespace: 'default', name: 'seen' });
    await told;
    await informer.stop();
    expect(seen.filter((one) => one.endsWith(' seen'))).to.deep.equal(['add seen', 'update seen', 'delete seen']);
  });
});
