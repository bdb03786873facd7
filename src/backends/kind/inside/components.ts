import type { Component } from '../../../core/node-verb.ts';
import type { Components, ComponentSight } from '../../kube/inside.ts';
import type { Shell } from './shell.ts';

const manifests = '/etc/kubernetes/manifests';
/** Beside the manifests, where the kubelet does not look. */
export const asideFolder = '/etc/kubernetes/aftershock';

/** Prints `<container id> <pid> <state of the process>` of each running container of a component; T: stopped by a signal. */
const listing = (
  component: string,
): string => `for id in $(ctr -n k8s.io containers ls -q 'labels."io.kubernetes.container.name"==${component}'); do
  pid=$(ctr -n k8s.io task ls | awk -v id="$id" '$1 == id && $3 != "STOPPED" { print $2 }')
  [ -n "$pid" ] && [ -e /proc/$pid/status ] || continue
  echo "$id $pid $(awk '/^State:/ { print $2 }' /proc/$pid/status)"
done`;

/** Sends a signal to the processes of a component that are in one of the states. */
const signalling = (component: string, signal: string, states: string): string =>
  `set -eu
{ ${listing(component)}; } | while read -r id pid state; do
  case $state in ${states}) kill -${signal} "$pid" ;; esac
done`;

/** Static pods, by the runtime and the manifests of their nodes. */
export function nodeComponents(shell: Shell): Components {
  const run = async (node: string, script: string, signal: AbortSignal): Promise<void> => {
    await shell(node, script, signal);
  };
  return {
    look: async (node, component, signal) => readSight(await shell(node, lookScript(component), signal)),
    suspend: (node, component, signal) => run(node, signalling(component, 'STOP', '*'), signal),
    resume: (node, component, signal) => run(node, signalling(component, 'CONT', 'T*'), signal),
    terminate: (node, component, signal) => run(node, signalling(component, 'TERM', '*'), signal),
    kill: (node, component, signal) => run(node, signalling(component, 'KILL', '*'), signal),
    unlist: (node, component, signal) => run(node, moveScript(component, manifests, asideFolder), signal),
    relist: (node, component, signal) => run(node, moveScript(component, asideFolder, manifests), signal),
  };
}

/** A script that prints a line for each running container, and whether there is a manifest, in place and aside. */
function lookScript(component: Component): string {
  return `${listing(component)}
[ -e ${manifests}/${component}.yaml ] && echo listed
[ -e ${asideFolder}/${component}.yaml ] && echo aside
true`;
}

/** What lookScript printed. */
export function readSight(stdout: string): ComponentSight {
  const lines = stdout.split('\n').map((line) => line.trim());
  const containers = lines.flatMap((line) => {
    const [, id, state] = /^([0-9a-f]{64}) \d+ (\S+)$/.exec(line) ?? [];
    return id === undefined || state === undefined ? [] : [{ id, state }];
  });
  return {
    id: containers[0]?.id,
    suspended: containers.some(({ state }) => state.startsWith('T')),
    listed: lines.includes('listed'),
    aside: lines.includes('aside'),
  };
}

/** Moves a manifest from one folder to the other; one that is there already is newer, and stays. */
function moveScript(component: Component, from: string, to: string): string {
  return `set -eu
mkdir -p ${to}
if [ -e ${from}/${component}.yaml ]; then mv -n ${from}/${component}.yaml ${to}/${component}.yaml; rm -f ${from}/${component}.yaml; fi`;
}
