import type { EtcdPeer } from '../../../core/node-verb.ts';
import { HarnessError } from '../../../core/errors.ts';
import { readSyncs } from '../../kube/etcd.ts';
import type { EtcdAdmin, Snapshot } from '../../kube/inside.ts';
import { quote } from '../../kube/node-exec.ts';
import { asideFolder } from './components.ts';
import type { Runtime, Shell } from './shell.ts';

const pki = '/etc/kubernetes/pki/etcd';
const data = '/var/lib/etcd';
/** What a drill keeps until it is over: the tools, the snapshot, and the data that were there before. */
const work = '/var/lib/aftershock-etcd';
const trialKey = '/aftershock/trial';
const longMs = 120_000;
const peerPort = 2380;

const flags = `--endpoints=https://127.0.0.1:2379 --cacert=${pki}/ca.crt --cert=${pki}/server.crt --key=${pki}/server.key`;
const binaries = `/proc/$(pgrep -o -x etcd)/root/usr/local/bin`;

/** A command of etcdctl at the node's own member; the tool is taken out of the member's own container, which no node is without. */
export function etcdctl(command: string): string {
  return `ETCDCTL_API=3 ${binaries}/etcdctl ${flags} ${command}`;
}

/** etcd in the nodes of a kubeadm cluster. */
export function kubeadmEtcd(shell: Shell, runtime: Runtime): EtcdAdmin {
  const run = async (node: string, script: string, signal: AbortSignal): Promise<void> => {
    await shell(node, script, signal, longMs);
  };
  return {
    raiseNoSpace: (node, signal) => run(node, raiseScript, signal),
    disarm: (node, signal) => run(node, etcdctl('alarm disarm'), signal),
    defragment: (node, signal) => run(node, `[ -e ${data}/member ] || exit 0\n${etcdctl('defrag')}`, signal),
    alarms: async (node, signal) =>
      // Any member knows the alarms of all: where none runs, another one tells.
      [
        ...(await shell(node, `pgrep -x etcd >/dev/null || exit 0\n${etcdctl('alarm list')}`, signal)).matchAll(
          /alarm:(\S+)/g,
        ),
      ].map(([, name]) => name ?? ''),
    tryWrite: async (node, signal) => {
      const put = etcdctl(`put ${trialKey} x 2>&1 >/dev/null`);
      const said = (await shell(node, `${put} && ${etcdctl(`del ${trialKey} >/dev/null`)}; true`, signal)).trim();
      return said === '' ? undefined : said.split('\n').at(-1);
    },
    syncs: async (node, signal) => readSyncs(await shell(node, 'curl -sS -m 5 http://127.0.0.1:2381/metrics', signal)),
    members: async (node, signal) => readMembers(await shell(node, etcdctl('member list'), signal)),
    remove: (node, id, signal) => run(node, etcdctl(`member remove ${id}`), signal),
    add: (node, peer, signal) => run(node, etcdctl(`member add ${peer.node} --peer-urls=${urlOf(peer)}`), signal),
    wipe: async (node, members, signal) => {
      const [through] = members;
      if (through === undefined) return;
      const known = [
        ...(await membersWithUrls(shell, through.node, signal)),
        ...members.filter((one) => one.node === node),
      ];
      await run(node, wipeScript(known), signal);
    },
    save: async (node, signal) => {
      await run(node, saveScript, signal);
      return readDigest(await shell(node, digestScript, signal, longMs));
    },
    restore: async (from, members, signal) => {
      await copySnapshot({ runtime, shell, from }, members, signal);
      for (const member of members) await run(member.node, restoreScript(member, members), signal);
    },
    putBack: (node, signal) => run(node, putBackScript, signal),
    digest: async (node, signal) => readDigest(await shell(node, digestScript, signal, longMs)),
    tidy: (node, signal) => run(node, `rm -rf ${work}`, signal),
  };
}

function urlOf({ address }: EtcdPeer): string {
  return `https://${address}:${peerPort}`;
}

/** etcd's own gateway takes what etcdctl has no command for; it is what a member does to itself at its quota. */
const raiseScript = `set -eu
id=$(${etcdctl('endpoint status -w json')} | grep -o '"member_id":[0-9]*' | head -n 1 | cut -d : -f 2)
curl -sS --fail -m 10 --cacert ${pki}/ca.crt --cert ${pki}/server.crt --key ${pki}/server.key \\
  https://127.0.0.1:2379/v3/maintenance/alarm -d "{\\"action\\":\\"ACTIVATE\\",\\"memberID\\":\\"$id\\",\\"alarm\\":\\"NOSPACE\\"}" >/dev/null`;

/** `etcdctl member list`: id, status, name, peer URLs, client URLs, learner. One that has not started yet has no name. */
export function readMembers(stdout: string): ReadonlyMap<string, string> {
  const lines = stdout.split('\n').map((line) => line.split(', '));
  return new Map(lines.flatMap(([id, , name]) => (id === undefined || name === undefined ? [] : [[id.trim(), name]])));
}

async function membersWithUrls(shell: Shell, node: string, signal: AbortSignal): Promise<readonly EtcdPeer[]> {
  const stdout = await shell(node, etcdctl('member list'), signal);
  return stdout.split('\n').flatMap((line) => {
    const [, , name = '', url = ''] = line.split(', ');
    const address = /^https:\/\/(.*):\d+$/.exec(url)?.[1];
    return name === '' || address === undefined ? [] : [{ node: name, address }];
  });
}

/** Empties the data, and has the manifest, which is aside, say who is in the cluster that the member joins. */
function wipeScript(members: readonly EtcdPeer[]): string {
  const all = members.map((member) => `${member.node}=${urlOf(member)}`).join(',');
  const manifest = `${asideFolder}/etcd.yaml`;
  return `set -eu
[ -e ${manifest} ]
rm -rf ${data}/member
sed -i -e 's#--initial-cluster=.*#--initial-cluster=${all}#' -e '/--initial-cluster-state=/d' ${manifest}
sed -i 's#^\\( *\\)- --initial-cluster=.*#&\\n\\1- --initial-cluster-state=existing#' ${manifest}`;
}

const saveScript = `set -eu
mkdir -p ${work}/bin
cp ${binaries}/etcdctl ${binaries}/etcdutl ${work}/bin/
rm -f ${work}/snapshot.db
${etcdctl(`snapshot save ${work}/snapshot.db`)} >/dev/null 2>&1
${work}/bin/etcdutl snapshot status ${work}/snapshot.db >/dev/null`;

/** All keys with their values; leases renew themselves, and are left out with the events of the day. */
const digestScript = `set -eu
${etcdctl('get --prefix / --keys-only')} | grep -v '^$' | LC_ALL=C sort | sha256sum | cut -d ' ' -f 1
${etcdctl('get --prefix / --print-value-only')} | sha256sum | cut -d ' ' -f 1
${etcdctl('get --prefix / --count-only -w fields')} | awk '/Count/ { print "keys", $3 }'`;

/** What digestScript printed. */
export function readDigest(stdout: string): Snapshot {
  const lines = stdout.split('\n').map((line) => line.trim());
  const keys = Number(/^keys (\d+)$/m.exec(stdout)?.[1] ?? Number.NaN);
  return { keys, hash: lines.filter((line) => /^[0-9a-f]{64}$/.test(line)).join('') };
}

/** From one node to the others through this machine; a few tens of megabytes. */
async function copySnapshot(
  { runtime, shell, from }: { readonly runtime: Runtime; readonly shell: Shell; readonly from: string },
  members: readonly EtcdPeer[],
  signal: AbortSignal,
): Promise<void> {
  const others = members.filter(({ node }) => node !== from);
  const text = (await shell(from, `tar -C ${work} -cz snapshot.db bin | base64 -w 0`, signal, longMs)).trim();
  if (text === '') {
    throw new HarnessError('unavailable', `no snapshot could be read from ${from}`, { hint: 'Is its disk full?' });
  }
  for (const { node } of others) {
    const script = `set -eu; mkdir -p ${work}; base64 -d | tar -C ${work} -xz`;
    const args = ['exec', '-i', '--privileged', node, 'sh', '-c', script];
    await runtime(args, { signal, input: text, timeoutMs: longMs });
  }
}

/** The data of before is kept until the drill is over. */
function restoreScript(member: EtcdPeer, members: readonly EtcdPeer[]): string {
  const all = members.map((one) => `${one.node}=${urlOf(one)}`).join(',');
  const to = `--data-dir ${work}/restored --name ${quote(member.node)}`;
  const who = `--initial-cluster ${quote(all)} --initial-advertise-peer-urls ${urlOf(member)}`;
  return `set -eu
rm -rf ${work}/restored
${work}/bin/etcdutl snapshot restore ${work}/snapshot.db ${to} ${who} >/dev/null 2>&1
[ -e ${work}/before ] || mv ${data}/member ${work}/before
rm -rf ${data}/member
mv ${work}/restored/member ${data}/member
touch ${work}/done`;
}

/** One that was restored stays so: the others of its set know it by its new name. */
const putBackScript = `set -eu
if [ -e ${work}/before ] && [ ! -e ${work}/done ]; then rm -rf ${data}/member; mv ${work}/before ${data}/member; fi`;
