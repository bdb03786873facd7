import { expect } from 'chai';
import { clientOver } from '../../../src/backends/kube/kube-client.ts';
import { kubeLedger } from '../../../src/backends/kube/ledger.ts';
import type { Answer, CallOptions, Method } from '../../../src/backends/kube/wire.ts';

const never = new AbortController().signal;

describe('kubeLedger', () => {
  const asked: string[] = [];
  const request = async <T>(method: Method, path: string, call: CallOptions = {}): Promise<Answer<T>> => {
    asked.push(`${call.server?.url ?? 'any'} ${method} ${path.split('?')[0] ?? ''}`);
    if (call.server?.url === 'https://b') throw new Error('refused');
    const metadata = { name: 'ledger-7', resourceVersion: '41' };
    const other = { metadata: { name: 'something', resourceVersion: '1' } };
    const body = method === 'POST' ? { metadata } : { metadata: {}, items: [{ metadata }, other] };
    return { status: 200, body: body as T };
  };
  const client = clientOver({ request, stream: async () => {}, close: () => {} }, []);
  const servers = [
    { name: 'cp-1', url: 'https://a' },
    { name: 'cp-2', url: 'https://b' },
  ];

  it('creates an object for each entry, and reads them back from each apiserver by itself', async () => {
    const ledger = kubeLedger(client, servers, 'run');
    expect(await ledger.append(7, never)).to.deep.equal({ revision: '41' });
    expect(await ledger.readBack(never)).to.deep.equal([
      { instance: 'cp-1', entries: [[7, '41']] },
      { instance: 'cp-2', error: 'refused' },
    ]);
    const path = '/api/v1/namespaces/run/configmaps';
    expect(asked).to.deep.equal([`any POST ${path}`, `https://a GET ${path}`, `https://b GET ${path}`]);
  });
});
