import { expect } from 'chai';
import { systemClock } from '../../../src/base/system-clock.ts';
import type { KubeObject } from '../../../src/backends/kube/api-types.ts';
import { transport } from '../../../src/backends/kube/transport.ts';
import { watchResource } from '../../../src/backends/kube/watch.ts';
import { fakeApi, type FakeApi } from './fake-api.ts';
import { fakeClient } from './fake-client.ts';

const thing = (uid: string, resourceVersion: string): KubeObject => ({ metadata: { name: uid, uid, resourceVersion } });

async function until(holds: () => boolean): Promise<void> {
  const clock = systemClock();
  while (!holds()) {
    if (clock.now() > 3000) throw new Error('it did not come to hold within 3 s');
    await clock.sleep(5);
  }
}

describe('watchResource', () => {
  const apis: FakeApi[] = [];
  let stop = new AbortController();
  let done: Promise<void> | undefined;

  async function watching(...servers: readonly FakeApi[]) {
    const changes: string[] = [];
    const sights: { at: number; state: string }[] = [];
    const clock = systemClock();
    const credentials = async () => ({ ca: undefined, cert: undefined, key: undefined, headers: {} });
    const { request, stream } = transport(credentials, servers);
    const list = async (path: string, call = {}) => (await request<never>('GET', path, call)).body;
    const client = { ...fakeClient(() => ({})), list, stream };
    stop = new AbortController();
    done = watchResource<KubeObject>(
      { client, servers, clock },
      {
        path: '/things',
        onChange: (_, change, { metadata }) => changes.push(`${change} ${metadata.uid}@${metadata.resourceVersion}`),
        onSight: (at, state) => sights.push({ at, state }),
        signal: stop.signal,
      },
    );
    await until(() => servers.every((server) => server.watches() === 1));
    await until(() => sights.at(-1)?.state === 'seeing');
    return { changes, sights, states: () => sights.map(({ state }) => state) };
  }

  async function api(): Promise<FakeApi> {
    const one = await fakeApi();
    apis.push(one);
    return one;
  }

  afterEach(async () => {
    stop.abort();
    await done;
    await Promise.all(apis.splice(0).map((one) => one.close()));
  });

  it('lists, then follows', async () => {
    const server = await api();
    server.list = { items: [thing('a', '3')], resourceVersion: '5' };
    const { changes, states } = await watching(server);
    server.event('ADDED', thing('b', '6'));
    server.event('DELETED', thing('a', '7'));
    await until(() => changes.length === 3);
    expect(changes).to.deep.equal(['present a@3', 'present b@6', 'gone a@7']);
    expect(states()).to.deep.equal(['blind', 'seeing']);
    expect(server.seen.at(-1)).to.include('resourceVersion=5').and.to.include('allowWatchBookmarks=true');
  });

  it('takes up where a watch ended, from the last bookmark, and records the blind window', async () => {
    const server = await api();
    const { sights, states } = await watching(server);
    server.event('BOOKMARK', thing('', '42'));
    server.event('MODIFIED', thing('a', '43'));
    await systemClock().sleep(20);
    server.endWatches(true);
    await until(() => server.watches() === 0);
    await until(() => server.watches() === 1 && states().length === 4);
    expect(server.seen.at(-1)).to.include('resourceVersion=43');
    expect(states()).to.deep.equal(['blind', 'seeing', 'blind', 'seeing']);
    expect(sights[3]!.at - sights[2]!.at).to.be.within(200, 1500);
  });

  it('lists again when the history is gone, and tells what vanished meanwhile', async () => {
    const server = await api();
    server.list = { items: [thing('a', '3'), thing('b', '4')], resourceVersion: '5' };
    const { changes } = await watching(server);
    server.list = { items: [thing('b', '4'), thing('c', '8')], resourceVersion: '9' };
    server.event('ERROR', { kind: 'Status', code: 410, message: 'too old resource version' });
    await until(() => changes.includes('present c@8'));
    expect(changes.slice(2)).to.deep.equal(['gone a@3', 'present c@8']);
  });

  it('lists again when the watch itself is answered with 410', async () => {
    const server = await api();
    await watching(server);
    let refused = 0;
    server.answer = ({ url }) =>
      url?.includes('watch=1') === true && refused++ === 0 ? { status: 410, body: {} } : undefined;
    server.endWatches();
    await until(() => refused > 0 && server.watches() === 1);
    expect(server.seen.filter((line) => !line.includes('watch=1'))).to.have.length(2);
  });

  it('is not blind while another server sees, and tells each change once', async () => {
    const [one, two] = [await api(), await api()];
    const { changes, states } = await watching(one, two);
    one.event('ADDED', thing('a', '6'));
    two.event('ADDED', thing('a', '6'));
    await until(() => changes.length === 1);
    await one.close();
    apis.splice(apis.indexOf(one), 1);
    await systemClock().sleep(50);
    two.event('MODIFIED', thing('a', '7'));
    await until(() => changes.length === 2);
    expect(changes).to.deep.equal(['present a@6', 'present a@7']);
    expect(states()).to.deep.equal(['blind', 'seeing']);
  });

  it('ends soon after it is told to', async () => {
    const server = await api();
    await watching(server);
    stop.abort();
    await done;
    expect(server.seen.length).to.equal(2);
  });
});
