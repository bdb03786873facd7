import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ApiError, retrying } from '../../../src/backends/kube/api-error.ts';
import { kubeClient } from '../../../src/backends/kube/https-client.ts';
import { virtualClock } from '../../../src/base/virtual-clock.ts';
import { HarnessError } from '../../../src/core/errors.ts';
import { fakeApi, type FakeApi } from './fake-api.ts';

async function failure(work: Promise<unknown>): Promise<HarnessError> {
  return await work.then(
    () => {
      throw new Error('it should have failed');
    },
    (error: unknown) => error as HarnessError,
  );
}

describe('kubeClient', () => {
  let folder = '';
  let kubeconfig = '';
  let one: FakeApi;
  let two: FakeApi;

  beforeEach(async () => {
    [one, two] = await Promise.all([fakeApi(), fakeApi()]);
    folder = await mkdtemp(join(tmpdir(), 'aftershock-'));
    kubeconfig = join(folder, 'kubeconfig');
    const cluster = { name: 'c', cluster: { server: one.url, 'insecure-skip-tls-verify': true } };
    const context = { name: 'k', context: { cluster: 'c', user: 'u' } };
    const users = [{ name: 'u', user: { token: 'secret' } }];
    const config = { apiVersion: 'v1', kind: 'Config', clusters: [cluster], contexts: [context], users };
    await writeFile(kubeconfig, JSON.stringify({ ...config, 'current-context': 'k' }));
  });
  afterEach(async () => {
    await Promise.all([one.close(), two.close(), rm(folder, { recursive: true })]);
  });

  it('asks the server of the kubeconfig, with its credentials', async () => {
    let authorization: string | undefined;
    one.answer = (request) => {
      authorization = request.headers.authorization;
      return { status: 200, body: { kind: 'Pod' } };
    };
    expect(await kubeClient({ kubeconfig }).get('/pods/a')).to.deep.equal({ kind: 'Pod' });
    expect(authorization).to.equal('Bearer secret');
  });

  it('goes on to the next server when one is dead, and asks that one first from then on', async () => {
    await one.close();
    const client = kubeClient({ kubeconfig, servers: [{ url: one.url }, { url: two.url }] });
    await client.list('/things');
    await client.list('/things');
    expect(two.seen).to.have.length(2);
  });

  it('goes on to the next server when one answers 5xx', async () => {
    one.answer = () => ({ status: 500, body: { message: 'etcdserver: no leader' } });
    const client = kubeClient({ kubeconfig, servers: [{ url: one.url }, { url: two.url }] });
    expect((await client.request('GET', '/things')).status).to.equal(200);
  });

  it('creates nothing twice: an answered create stays with its server', async () => {
    one.answer = () => ({ status: 500, body: { message: 'failed calling webhook' } });
    const client = kubeClient({ kubeconfig, servers: [{ url: one.url }, { url: two.url }] });
    const error = await failure(client.create('/things', {}));
    expect(error.message).to.equal('POST /things: 500: failed calling webhook');
    expect(two.seen).to.deep.equal([]);
  });

  it('asks the next server where one has just started and knows no roles, and believes a denial of all', async () => {
    const denial = { message: 'forbidden: User "kubernetes-admin" cannot get path "/things"', reason: 'Forbidden' };
    one.answer = () => ({ status: 403, body: denial });
    const client = kubeClient({ kubeconfig, servers: [{ url: one.url }, { url: two.url }] });
    expect((await client.request('GET', '/things')).status).to.equal(200);
    expect((await client.request('POST', '/things', { body: {} })).status).to.equal(200);
    two.answer = one.answer;
    expect((await client.request('GET', '/things')).status).to.equal(403);
  });

  it('answers undefined, or false, for what is not there', async () => {
    one.answer = () => ({ status: 404, body: { kind: 'Status', message: 'not found' } });
    const client = kubeClient({ kubeconfig });
    expect(await client.get('/things/a')).to.equal(undefined);
    expect(await client.remove('/things/a')).to.equal(false);
  });

  it('throws the API’s own words, status and reason', async () => {
    one.answer = () => ({ status: 403, body: { message: 'denied by a webhook', reason: 'Forbidden' } });
    const error = await failure(kubeClient({ kubeconfig }).create('/things?x=1', {}));
    if (!(error instanceof ApiError)) throw error;
    expect([error.message, error.status, error.reason]).to.deep.equal([
      'POST /things: 403: denied by a webhook',
      403,
      'Forbidden',
    ]);
  });

  it('applies as one field manager, by force', async () => {
    await kubeClient({ kubeconfig }).apply('/things/a', {});
    expect(one.seen).to.deep.equal(['PATCH /things/a?fieldManager=aftershock&force=true']);
  });

  it('stops waiting when its signal aborts', async () => {
    const controller = new AbortController();
    const list = kubeClient({ kubeconfig }).list('/things?watch=1', { signal: controller.signal });
    controller.abort(new Error('enough'));
    expect((await failure(list)).message).to.equal(`GET ${one.url}/things: no answer: enough`);
  });

  it('says which file cannot be read, and what to do', async () => {
    expect(() => kubeClient({ kubeconfig: join(folder, 'none') }))
      .to.throw(HarnessError, /none cannot be read/)
      .with.property('hint', 'Make the cluster with: npm run chaos -- up');
  });
});

describe('retrying', () => {
  const away = new ApiError('away', { status: 0 });

  it('tries again over an outage, more slowly each time', async () => {
    const clock = virtualClock();
    const at: number[] = [];
    const attempt = async (): Promise<string> => {
      at.push(clock.now());
      if (clock.now() < 6000) throw away;
      return 'back';
    };
    const { signal } = new AbortController();
    expect(await clock.run(() => retrying({ clock, signal }, attempt))).to.equal('back');
    expect(at).to.deep.equal([0, 250, 750, 1750, 3750, 5750, 7750]);
  });

  it('does not try again what is refused', async () => {
    const clock = virtualClock();
    let tries = 0;
    const refused = new ApiError('no', { status: 403 });
    const attempt = async (): Promise<never> => {
      tries += 1;
      throw refused;
    };
    const error = await clock.run(() => failure(retrying({ clock, signal: new AbortController().signal }, attempt)));
    expect([error, tries]).to.deep.equal([refused, 1]);
  });

  it('gives up when its budget is used up', async () => {
    const clock = virtualClock();
    const attempt = async (): Promise<never> => {
      throw away;
    };
    const patience = { clock, signal: new AbortController().signal, budgetMs: 3000 };
    expect(await clock.run(() => failure(retrying(patience, attempt)))).to.equal(away);
    expect(clock.now()).to.be.within(1000, 3000);
  });
});
