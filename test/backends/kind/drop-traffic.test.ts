import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import type { NodeAction } from '../../../src/core/action.ts';
import {
  countScript,
  dropScript,
  readAddresses,
  readCounts,
  undoScript,
  wholeCutsScript,
} from '../../../src/backends/kind/drop-traffic.ts';
import { tagOf } from '../../../src/backends/kube/node-verbs/tag.ts';

const action: NodeAction = {
  kind: 'node',
  node: 'a',
  verb: { name: 'drop-traffic', peers: [{ name: 'b', address: '172.18.0.3', cidrs: ['10.244.1.0/24'] }] },
};

/** Runs a script with stand-ins for iptables; answers with what the stand-ins were given. */
function run(script: string, functions: string): string {
  const { stdout, stderr } = spawnSync('sh', ['-c', `${functions}\n${script}`], { encoding: 'utf8' });
  return stdout + stderr;
}
const fresh = `iptables() { return 1; }
iptables-restore() { echo "restore $*"; cat; }`.replace('iptables-restore()', 'restore_it()');

describe('tagOf', () => {
  it('is the same for the same action read back from a journal, and another for another', () => {
    expect(tagOf(JSON.parse(JSON.stringify(action)) as NodeAction)).to.equal(tagOf(action));
    expect(tagOf({ ...action, node: 'b' })).to.not.equal(tagOf(action));
  });

  it('leaves room in the 28 characters of a chain’s name', () => {
    expect(`AFTERSHOCK-${tagOf(action)}O`.length).to.be.at.most(28);
  });
});

describe('dropScript', () => {
  const script = dropScript('0badcafe', ['172.18.0.3', '10.244.1.0/24', '172.18.0.3', 'fc00::3']);

  it('puts in all rules of a family at once, each range once, both ways', () => {
    const out = run(
      script
        .replaceAll('iptables-restore', 'restore_it')
        .replaceAll('ip6tables', 'iptables')
        .replaceAll('ip6restore_it', 'restore_it'),
      fresh,
    );
    const [four = ''] = out.split('COMMIT');
    expect(four.trim().split('\n')).to.deep.equal([
      'restore -w 5 --noflush',
      '*mangle',
      ':AFTERSHOCK-0badcafeI - [0:0]',
      ':AFTERSHOCK-0badcafeO - [0:0]',
      '-A AFTERSHOCK-0badcafeI -s 10.244.1.0/24 -j DROP',
      '-A AFTERSHOCK-0badcafeI -s 172.18.0.3 -j DROP',
      '-A AFTERSHOCK-0badcafeO -d 10.244.1.0/24 -j DROP',
      '-A AFTERSHOCK-0badcafeO -d 172.18.0.3 -j DROP',
      '-I PREROUTING -j AFTERSHOCK-0badcafeI',
      '-I POSTROUTING -j AFTERSHOCK-0badcafeO',
    ]);
  });

  it('adds no second jump where there is one', () => {
    const there = 'iptables() { return 0; }\nrestore_it() { cat; }';
    const four = dropScript('0badcafe', ['172.18.0.3']).replaceAll('iptables-restore', 'restore_it');
    expect(run(four, there)).to.not.include('-I ');
  });

  it('gives each family its own ranges', () => {
    const [four = '', six = ''] = script.split('| iptables-restore');
    expect(four).to.not.include('fc00');
    expect(six).to.include('fc00::3').and.to.not.include('172.18');
  });
});

describe('undoScript', () => {
  const standIn = `iptables() { case "$*" in
    *"-S") [ -e /proc/self/none ] || printf '%s\\n' "$rules_now" ;;
    *" -D "*) echo "$*" >&2; return 1 ;;
    *) echo "$*" >&2 ;;
  esac; }
  ip6tables() { return 1; }`;
  const two = '-N AFTERSHOCK-0badcafeI\n-N AFTERSHOCK-0badcafeO\n-N AFTERSHOCK-deadbeefI';

  it('takes out the chains of its tag and no others', () => {
    const out = run(undoScript('0badcafe'), `rules_now='${two}'\n${standIn}`);
    expect(out).to.include('-X AFTERSHOCK-0badcafeI').and.to.include('-X AFTERSHOCK-0badcafeO');
    expect(out).to.not.include('deadbeef');
  });

  it('takes out every tag when it is given none', () => {
    expect(run(undoScript(), `rules_now='${two}'\n${standIn}`)).to.include('-X AFTERSHOCK-deadbeefI');
  });

  it('is content where there is nothing to take out', () => {
    const { status, stdout } = spawnSync('sh', ['-c', `rules_now=''\n${standIn}\n${undoScript('0badcafe')}`], {
      encoding: 'utf8',
    });
    expect([status, stdout]).to.deep.equal([0, '']);
  });

  it('fails where it cannot look', () => {
    const { status } = spawnSync('sh', ['-c', `iptables() { return 4; }\n${undoScript('0badcafe')}`]);
    expect(status).to.equal(1);
  });
});

describe('readCounts', () => {
  it('reads what countScript prints', () => {
    expect(readCounts('I 7\nO 12\n')).to.deep.equal({ in: 7, out: 12 });
    expect(countScript('0badcafe')).to.include('AFTERSHOCK-0badcafeO');
  });
});

describe('readAddresses', () => {
  it('keeps each address once, and never the loopback', () => {
    expect(readAddresses('172.18.0.3\n172.18.0.3\nfc00::3\n127.0.0.1\n::1\nSTREAM\n')).to.deep.equal([
      '172.18.0.3',
      'fc00::3',
    ]);
  });
});

describe('wholeCutsScript', () => {
  const listed = (rules: readonly string[]): string =>
    `iptables() { printf '%s\\n' '${rules.join("' '")}'; }\nip6tables() { return 1; }`;
  const others = ['-P PREROUTING ACCEPT', '-N AFTERSHOCK-0badcafeI', '-A PREROUTING -j AFTERSHOCK-0badcafeI'];

  it('prints rules that drop everything, and none for single ports', () => {
    const whole = '-A AFTERSHOCK-0badcafeI -s 172.18.0.3/32 -j DROP';
    const port = '-A AFTERSHOCK-0badf00dO -d 172.18.0.3/32 -p tcp -m tcp --sport 2380 -j DROP';
    expect(run(wholeCutsScript(), listed([...others, whole, port]))).to.equal(`${whole}\n`);
    expect(run(wholeCutsScript(), listed([...others, port]))).to.equal('');
  });
});
