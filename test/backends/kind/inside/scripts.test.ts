import { expect } from 'chai';
import { askScript, readHeard } from '../../../../src/backends/kind/inside/ask.ts';
import { readSight } from '../../../../src/backends/kind/inside/components.ts';
import { delayScript } from '../../../../src/backends/kind/inside/delays.ts';
import { readDigest, readMembers } from '../../../../src/backends/kind/inside/etcd.ts';
import { startScript } from '../../../../src/backends/kind/inside/jobs.ts';
import { readSyncs } from '../../../../src/backends/kube/etcd.ts';

const id = 'a'.repeat(64);

describe('readSight', () => {
  it('reads a container that runs, and where its manifest is', () => {
    expect(readSight(`${id} 4711 S\nlisted\n`)).to.deep.equal({ id, suspended: false, listed: true, aside: false });
  });
  it('sees that its process stands still', () => {
    expect(readSight(`${id} 4711 T\nlisted\n`).suspended).to.equal(true);
  });
  it('sees that there is none, and its manifest is aside', () => {
    expect(readSight('aside\n')).to.deep.equal({ id: undefined, suspended: false, listed: false, aside: true });
  });
});

describe('readHeard', () => {
  it('tells an answer, a refusal, silence and a certificate that does not hold by curl’s status', () => {
    expect([...readHeard('0 0\n1 7\n2 28\n3 60\n4 6\n').values()]).to.deep.equal([
      'answered',
      'refused',
      'silent',
      'untrusted',
      'unknown',
    ]);
  });
  it('checks the certificate only where it is asked to', () => {
    const script = askScript([
      { node: 'n', url: 'https://a/' },
      { node: 'n', url: 'https://b/', verify: true },
    ]);
    expect(script).to.match(/-k -m 2 'https:\/\/a\/'[^]*--cacert \S+ca\.crt -m 2 'https:\/\/b\/'/);
  });
});

describe('delayScript', () => {
  it('sends what is for the addresses through a delayed band, by either port', () => {
    const script = delayScript({ addresses: ['172.18.0.3', 'fc00::3'], ports: [2380], delayMs: 100, jitterMs: 10 });
    expect(script).to.contain('netem delay 100ms 10ms');
    expect(script).to.contain('match ip dst 172.18.0.3 match ip dport 2380 0xffff flowid a5f7:4');
    expect(script).to.contain('match ip dst 172.18.0.3 match ip sport 2380 0xffff flowid a5f7:4');
    expect(script).not.to.contain('fc00');
  });
});

describe('readMembers', () => {
  it('reads ids and names, and leaves out a member that was never there', () => {
    const stdout =
      '2ad47a67b25ba57a, started, cp, https://172.18.0.4:2380, https://172.18.0.4:2379, false\n' +
      '97bba4216014dbca, unstarted, , https://172.18.0.3:2380, , false\n';
    expect([...readMembers(stdout)]).to.deep.equal([
      ['2ad47a67b25ba57a', 'cp'],
      ['97bba4216014dbca', ''],
    ]);
  });
});

describe('readDigest', () => {
  it('reads the number of keys and both hashes', () => {
    const [a, b] = ['1'.repeat(64), '2'.repeat(64)];
    expect(readDigest(`${a}\n${b}\nkeys 1234\n`)).to.deep.equal({ keys: 1234, hash: a + b });
  });
});

describe('readSyncs', () => {
  it('reads count and sum of the log’s syncs', () => {
    const metrics =
      'etcd_disk_wal_fsync_duration_seconds_bucket{le="0.001"} 3\netcd_disk_wal_fsync_duration_seconds_sum 1.5\netcd_disk_wal_fsync_duration_seconds_count 300\n';
    expect(readSyncs(metrics)).to.deep.equal({ count: 300, seconds: 1.5 });
  });
  it('is no number where the metrics are not an etcd’s', () => {
    expect(Number.isNaN(readSyncs('').count)).to.equal(true);
  });
});

describe('startScript', () => {
  it('hands the program to the node’s systemd, which ends it in time', () => {
    const script = startScript('ab12', { kind: 'flood', address: '172.18.0.3', ratePerSecond: 20, forMs: 90_000 });
    expect(script).to.contain('systemd-run --quiet --collect --unit=aftershock-ab12 -p RuntimeMaxSec=90 ');
    const body = Buffer.from(/echo (\S+) \| base64/.exec(script)?.[1] ?? '', 'base64').toString();
    // Four workers of five lists a second.
    expect(body).to.contain('seq 4').and.to.contain('--rate 5/s');
    expect(body).to.contain('https://172.18.0.3:6443/api/v1/pods');
  });
});
