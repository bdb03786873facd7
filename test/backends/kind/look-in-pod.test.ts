import { expect } from 'chai';
import { dnsQuery, readAnswers } from '../../../src/backends/kind/dns-query.ts';
import { readLook } from '../../../src/backends/kind/look-in-pod.ts';

describe('readLook', () => {
  it('counts the programs of the name', () => {
    const sign = { kind: 'processes', names: ['stress-ng'] } as const;
    expect(readLook(sign, 'node\nstress-ng\nstress-ng-cpu\n')).to.deep.equal({
      there: true,
      detail: '2 processes of stress-ng',
    });
    expect(readLook(sign, 'node\n').there).to.equal(false);
  });

  it('compares a Date with the node’s own clock', () => {
    const at = Date.parse('2026-11-21T10:00:00Z') / 1000;
    const answer = (date: string): string => `ms 3\nnow ${at}\nHTTP/1.1 200 OK\nDate: ${date}\n`;
    const sign = { kind: 'clock', port: 80, offMs: -3_600_000 } as const;
    expect(readLook(sign, answer('Sat, 21 Nov 2026 09:00:01 GMT'))).to.deep.equal({
      there: true,
      detail: 'its clock is off by -3599 s',
    });
    expect(readLook(sign, answer('Sat, 21 Nov 2026 10:00:00 GMT')).there).to.equal(false);
    expect(readLook(sign, 'ms 10000\nnow 5\n').detail).to.equal('no answer with a Date');
  });

  it('tells no answer, a late one and another status apart', () => {
    const http = { kind: 'http', port: 80, path: '/' } as const;
    const answered = (status: number, ms: number): string => `ms ${ms}\nnow 1\nHTTP/1.1 ${status} X\n`;
    expect(readLook({ ...http, expect: 'nothing' }, 'ms 20\nnow 1\n').there).to.equal(true);
    expect(readLook({ ...http, expect: 'nothing' }, answered(200, 4)).there).to.equal(false);
    expect(readLook({ ...http, expect: { lateMs: 500 } }, answered(200, 510)).there).to.equal(true);
    expect(readLook({ ...http, expect: { lateMs: 500 } }, 'ms 10000\nnow 1\n').there).to.equal(false);
    expect(readLook({ ...http, expect: { status: 503 } }, answered(503, 4)).there).to.equal(true);
    expect(readLook({ ...http, expect: { status: 503 } }, answered(200, 4)).there).to.equal(false);
  });

  it('takes no failed try for a slow one, and no try that hung for an error', () => {
    const file = { kind: 'file', path: '/data/x' } as const;
    expect(readLook({ ...file, expect: { lateMs: 200 } }, 'tried 0\nms 250\n').there).to.equal(true);
    expect(readLook({ ...file, expect: { lateMs: 200 } }, 'tried 1\nms 250\n').there).to.equal(false);
    expect(readLook({ ...file, expect: 'error' }, 'tried 1\nms 2\n').there).to.equal(true);
    expect(readLook({ ...file, expect: 'error' }, 'tried 124\nms 10000\n').there).to.equal(false);
    expect(readLook({ ...file, expect: 'full' }, '').there).to.equal(false);
  });

  it('finds the queue of a discipline', () => {
    const sign = { kind: 'queue', discipline: 'tbf' } as const;
    expect(readLook(sign, 'qdisc noqueue 0: dev lo\nqdisc tbf 1: dev eth0 root rate 800Kbit\n').there).to.equal(true);
    expect(readLook(sign, 'qdisc noqueue 0: dev lo\n').there).to.equal(false);
  });
});

describe('dnsQuery', () => {
  it('asks for the address of a name, as RFC 1035 writes it', () => {
    expect(dnsQuery('a.bc')).to.equal(
      String.raw`\x00\x01\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01\x61\x02\x62\x63\x00\x00\x01\x00\x01`,
    );
  });
});

describe('readAnswers', () => {
  const question = '016102626300' + '00010001';
  const good = `000181800001000100000000${question}c00c000100010000000500040a600001`;
  const failed = `000181820001000000000000${question}`;

  it('gives the first address, and nothing for an error or silence', () => {
    expect(readAnswers(`pod ${failed}\ncluster ${good}\n`)).to.deep.equal({ pod: undefined, cluster: '10.96.0.1' });
    expect(readAnswers('pod \ncluster \n')).to.deep.equal({ pod: undefined, cluster: undefined });
    const look = readLook({ kind: 'name', name: 'a.bc', expect: 'error' }, `pod ${failed}\ncluster ${good}\n`);
    expect(look).to.deep.equal({ there: true, detail: 'a.bc is nothing in the pod, 10.96.0.1 by the cluster’s DNS' });
  });

  it('proves nothing by a name that the cluster does not answer either', () => {
    expect(readLook({ kind: 'name', name: 'a.bc', expect: 'error' }, 'pod \ncluster \n').there).to.equal(false);
  });
});
