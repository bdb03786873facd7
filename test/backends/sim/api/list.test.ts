import { expect } from 'chai';
import { maps } from './samples.ts';
import { type Api, freshApi } from './world.ts';

describe('list', () => {
  let api: Api;
  beforeEach(async () => {
    api = await freshApi();
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
