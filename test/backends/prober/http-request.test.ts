import { expect } from 'chai';
import { requestWriter } from '../../../src/backends/prober/http-request.ts';
import type { Operation } from '../../../src/backends/prober/operation.ts';

const operation = (parts: Partial<Operation> = {}): Operation => ({
  method: 'GET',
  path: '/readyz',
  headers: { accept: '*/*' },
  expected: () => true,
  body: () => undefined,
  ...parts,
});
const written = (parts: Partial<Operation>, count = 1): string =>
  requestWriter(operation(parts), '127.0.0.1:6443', 'reused')(count).toString('latin1');

describe('requestWriter', () => {
  it('writes a request without a body, the same bytes each time', () => {
    const write = requestWriter(operation(), '127.0.0.1:6443', 'new');
    expect(write(1).toString()).to.equal(
      'GET /readyz HTTP/1.1\r\nhost: 127.0.0.1:6443\r\naccept: */*\r\nconnection: close\r\n\r\n',
    );
    expect(write(2)).to.equal(write(1));
  });

  it('writes the body of the count, with its length in bytes', () => {
    const body = (count: number): string => `zwölf ${count}`;
    expect(written({ method: 'PATCH', body }, 12)).to.equal(
      'PATCH /readyz HTTP/1.1\r\nhost: 127.0.0.1:6443\r\naccept: */*\r\nconnection: keep-alive\r\n' +
        `content-length: 9\r\n\r\n${Buffer.from('zwölf 12').toString('latin1')}`,
    );
  });

  it('sends the Host that the operation names, once', () => {
    expect(written({ headers: { Host: 'kubernetes' } }).match(/host: .*/gi)).to.deep.equal(['host: kubernetes']);
  });

  it('lets the later of two headers of a name count, as node:http does', () => {
    expect(written({ headers: { accept: 'a', Accept: 'b' } }).match(/accept: .*/gi)).to.deep.equal(['accept: b']);
  });

  it('writes latin1 values as they are', () => {
    expect(written({ headers: { 'x-y': 'caf\u00e9\t!' } })).to.contain('x-y: caf\u00e9\t!\r\n');
  });

  const refused: readonly (readonly [what: string, parts: Partial<Operation>, words: string])[] = [
    ['a value with another line in it', { headers: { 'x-y': 'a\r\nz: b' } }, 'the header x-y'],
    ['a value with a line feed', { headers: { 'x-y': 'a\nb' } }, 'the header x-y'],
    ['a value with a carriage return', { headers: { 'x-y': 'a\rb' } }, 'the header x-y'],
    ['a value with a zero', { headers: { 'x-y': 'a\u0000' } }, 'the header x-y'],
    ['a value beyond latin1', { headers: { 'x-y': '\u010a' } }, 'the header x-y'],
    ['a Host with another line in it', { headers: { host: 'a\r\nz: b' } }, 'the header host'],
    ['a name with another line in it', { headers: { 'x\r\nz': 'a' } }, 'cannot be named'],
    ['a name with a colon', { headers: { 'x:': 'a' } }, 'cannot be named'],
    ['a name of nothing', { headers: { '': 'a' } }, 'cannot be named ""'],
    ['a path with another line in it', { path: '/ HTTP/1.1\r\nz: b' }, 'cannot ask for'],
    ['a path with a blank', { path: '/a b' }, 'cannot ask for "/a b"'],
    ['a path beyond latin1', { path: '/\u010d\u010a' }, 'cannot ask for'],
    ['a length of its own', { headers: { 'Content-Length': '7' } }, 'must not be content-length'],
    ['chunks', { headers: { 'transfer-encoding': 'chunked' } }, 'must not be transfer-encoding'],
    ['another fate of the connection', { headers: { Connection: 'upgrade' } }, 'must not be connection'],
  ];
  for (const [what, parts, words] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => requestWriter(operation(parts), '127.0.0.1:6443', 'new')).to.throw(TypeError, words);
    });
  }

  it('says nothing of a value that it refuses, which may be a secret', () => {
    expect(() => requestWriter(operation({ headers: { authorization: 'Bearer secret\n' } }), 'x', 'new'))
      .to.throw(TypeError)
      .with.property('message')
      .not.to.contain('secret');
  });
});
