import { expect } from 'chai';
import { systemClock } from '../../../src/base/system-clock.ts';
import { etcdVersion, gauge, leaderOf, memberHealth, scrapeEtcd, withAlarms } from '../../../src/backends/kube/etcd.ts';

const metrics = (
  leader: 0 | 1,
  has: 0 | 1 = 1,
): string => `# HELP etcd_server_has_leader Whether or not a leader exists.
# TYPE etcd_server_has_leader gauge
etcd_server_has_leader ${has}
etcd_server_is_leader ${leader}
etcd_server_leader_changes_seen_total 3
etcd_server_version{server_version="3.5.21"} 1
`;
const members = ['a', 'b', 'c'].map((node) => ({ node, address: node }));
const { signal } = new AbortController();
const access = (exec: (node: string) => Promise<string>) => ({
  clock: systemClock(),
  direct: false,
  exec: async (node: string) => ({ stdout: await exec(node) }),
});

describe('scrapeEtcd', () => {
  it('reads each member, and makes an observation of one that does not answer', async () => {
    const seen = await scrapeEtcd(
      members,
      access(async (node) => {
        if (node === 'c') throw new Error('down');
        return metrics(node === 'a' ? 1 : 0);
      }),
      signal,
    );
    expect(
      seen.map(({ node, reachable, isLeader, leaderChanges }) => [node, reachable, isLeader, leaderChanges]),
    ).to.deep.equal([
      ['a', true, true, 3],
      ['b', true, false, 3],
      ['c', false, undefined, undefined],
    ]);
    expect(leaderOf(seen)).to.equal('a');
  });

  it('takes the version from the first that answers', async () => {
    const answer = async (node: string): Promise<string> =>
      node === 'a' ? Promise.reject(new Error('down')) : metrics(0);
    expect(await etcdVersion(members, access(answer), signal)).to.equal('3.5.21');
  });
});

describe('memberHealth', () => {
  it('does not take other metrics for an etcd’s', () => {
    expect(memberHealth('go_goroutines 3\n')).to.deep.equal({ reachable: false });
  });

  it('sees a member without a leader', () => {
    expect(memberHealth(metrics(0, 0))).to.include({ reachable: true, hasLeader: false, isLeader: false });
  });
});

describe('leaderOf', () => {
  it('names nobody while two say that they lead', () => {
    const leader = { kind: 'etcd' as const, at: 0, reachable: true, hasLeader: true, isLeader: true };
    expect(
      leaderOf([
        { ...leader, node: 'a' },
        { ...leader, node: 'b' },
      ]),
    ).to.equal(undefined);
  });
});

describe('gauge', () => {
  it('reads the series of exactly that name', () => {
    expect(gauge('x_total 1\nx 2.5e+01\n', 'x')).to.equal(25);
    expect(gauge('x_total 1\n', 'x')).to.equal(undefined);
  });
});

describe('withAlarms', () => {
  const none = 'a 1\netcd_alarm{alarm="NOSPACE"} 0\netcd_alarm{alarm="CORRUPT"} 0\n';

  it('adds the alarm that a health page tells, and that there is none where it tells none', () => {
    expect(withAlarms('a 1', '{"health":"false","reason":"ALARM NOSPACE"}')).to.equal(
      'a 1\netcd_alarm{alarm="NOSPACE"} 1\n',
    );
    expect(withAlarms('a 1', '{"health":"true","reason":""}')).to.equal(none);
    expect(withAlarms('a 1', '{"health":"false","reason":"RAFT NO LEADER"}')).to.equal(none);
  });

  it('adds nothing where the health page could not be read', () => {
    expect(withAlarms('a 1', '')).to.equal('a 1');
    expect(withAlarms('a 1', '404 page not found')).to.equal('a 1');
  });
});
