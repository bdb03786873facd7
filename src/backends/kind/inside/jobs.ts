import type { Job, Jobs } from '../../kube/inside.ts';
import type { Shell } from './shell.ts';

/** Units of systemd that the harness starts. */
const unitPrefix = 'aftershock-';
const logFolder = '/run/aftershock';
const pki = '/etc/kubernetes/pki';
/** Lists a worker of the flood can have answered in a second, at most; more workers, more lists. */
const perWorker = 5;

/** Programs as transient units of the node's systemd, which ends them when their time is over, whoever is left to care. */
export function systemdJobs(shell: Shell): Jobs {
  return {
    start: async (node, tag, job, signal) => {
      await shell(node, startScript(tag, job), signal);
    },
    stop: async (node, tag, signal) => {
      const units = `${unitPrefix}${tag ?? '*'}.service`;
      await shell(node, `systemctl stop '${units}' 2>/dev/null; rm -f ${logFolder}/${tag ?? '*'}.*; true`, signal);
    },
    running: async (node, signal) =>
      [...(await shell(node, runningScript, signal)).matchAll(/^aftershock-(\S+)\.service/gm)].map(
        ([, tag]) => tag ?? '',
      ),
    sent: async (node, tag, signal) =>
      Number((await shell(node, `cat ${logFolder}/${tag}.* 2>/dev/null | tr -cd 'x' | wc -c`, signal)).trim()),
  };
}

/** Prints the units of the harness that run. */
export const runningScript = `systemctl list-units --plain --no-legend --state=active,activating '${unitPrefix}*' | awk '{ print $1 }'`;

/** Starts a job that is not started yet. */
export function startScript(tag: string, job: Job): string {
  const seconds = Math.ceil(job.forMs / 1000);
  const unit = unitPrefix + tag;
  const body = job.kind === 'flood' ? floodScript(tag, job) : writeScript(tag, job.writers);
  const encoded = Buffer.from(body).toString('base64');
  return `set -eu
mkdir -p ${logFolder}
systemctl is-active --quiet ${unit} && exit 0
systemd-run --quiet --collect --unit=${unit} -p RuntimeMaxSec=${seconds} bash -c "$(echo ${encoded} | base64 -d)"`;
}

/** Each worker sends its share of the lists, one after the other, and writes an x for each that was answered: to stderr, which is not held back. */
function floodScript(tag: string, { address, ratePerSecond }: Extract<Job, { kind: 'flood' }>): string {
  const workers = Math.max(1, Math.ceil(ratePerSecond / perWorker));
  const each = Math.max(1, Math.round(ratePerSecond / workers));
  const cert = `--cert ${pki}/apiserver-kubelet-client.crt --key ${pki}/apiserver-kubelet-client.key`;
  const url = `https://${address}:6443/api/v1/pods?n=[1-1000000]`;
  return `for w in $(seq ${workers}); do
  curl -s -k ${cert} --rate ${each}/s -o /dev/null -w '%{stderr}x' "${url}" 2>> ${logFolder}/${tag}.$w &
done
wait`;
}

/** Writers that sync each small block, in the folder of etcd's own log; the blocks are written over and over. */
function writeScript(tag: string, writers: number): string {
  return `trap 'rm -f /var/lib/etcd/aftershock-${tag}.*; kill 0' EXIT
for w in $(seq ${writers}); do
  while :; do dd if=/dev/zero of=/var/lib/etcd/aftershock-${tag}.$w bs=64k count=64 oflag=dsync conv=notrunc 2>/dev/null; done &
done
wait`;
}
