import { expect } from 'chai';
import { type Against, inNamespace, map, type Thing, until } from './subject.ts';

/** How collections are read and watched. */
export function lists(against: Against): void {
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
}
