import { expect } from 'chai';
import { configMapName, operationOf } from '../../../src/backends/prober/operation.ts';
import { type Operation, operations, type StreamSpec, streamId } from '../../../src/core/stream.ts';

const target = { name: 'cp-1', role: 'apiserver', node: 'cp-1' } as const;
const times = { periodMs: 100, phaseMs: 0, timeoutMs: 1000, goodWithinMs: 1000 };
const stream = (operation: Operation): StreamSpec => ({
  id: streamId(target, operation, 'new'),
  target,
  operation,
  connection: 'new',
  ...times,
});
const endpoint = { target: 'cp-1', url: 'https://127.0.0.1:6443', namespace: 'run-1' };

describe('operationOf', () => {
  it('knows the request of every operation', () => {
    const requests = operations.map((operation) => operationOf(stream(operation), endpoint));
    expect(requests.map(({ method, path }) => `${method} ${path}`.split('?')[0])).to.deep.equal([
      'GET /livez',
      'GET /readyz',
      'GET /api/v1/namespaces/default',
      'GET /api/v1/namespaces/default',
      `PATCH /api/v1/namespaces/run-1/configmaps/${configMapName('cp-1 write new')}`,
      'GET /api/v1/namespaces/run-1/pods',
      'GET /',
      'GET /',
    ]);
    expect(operationOf(stream('cached-read'), endpoint).path).to.match(/\?resourceVersion=0$/);
    expect(operationOf(stream('list'), endpoint).path).to.match(/\?limit=500$/);
  });

  it('asks the workload at the path of its endpoint, and takes any 2xx', () => {
    const request = operationOf(stream('http-get'), { ...endpoint, path: '/hello' });
    expect(request.path).to.equal('/hello');
    expect([200, 204, 301, 404, 500].map(request.expected)).to.deep.equal([true, true, false, false, false]);
  });

  it('takes the created and the changed answer of a write, and only 200 of a read', () => {
    expect([200, 201, 202].map(operationOf(stream('write'), endpoint).expected)).to.deep.equal([true, true, false]);
    expect([200, 201].map(operationOf(stream('readyz'), endpoint).expected)).to.deep.equal([true, false]);
  });
});

describe('configMapName', () => {
  it('is a DNS label of its own for each stream, however long the id', () => {
    const ids = ['lb write new', 'lb write reused', 'A_B write new', `${'x'.repeat(80)} a`, `${'x'.repeat(80)} b`];
    const names = ids.map(configMapName);
    for (const name of names) expect(name).to.match(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/);
    expect(new Set(names)).to.have.length(ids.length);
  });
});
