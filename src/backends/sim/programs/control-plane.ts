import { startApiServer } from '../apiserver/apiserver.ts';
import { apiPort } from '../world.ts';
import { componentIs, type Program } from './program.ts';
import { chaosAdmission } from './webhooks.ts';

/** etcd: a member that answers once it has started. */
export const etcdMember: Program = {
  name: 'etcd',
  runs: componentIs('etcd'),
  start: ({ world, node, process, warm }) => {
    process.after(warm ? 0 : world.params.etcd.startUpMs, () => world.etcd.join(node.name, process, warm));
  },
};

/** kube-apiserver, with the etcd member of its own node, as kubeadm sets it up. */
export const apiserver: Program = {
  name: 'kube-apiserver',
  runs: componentIs('kube-apiserver'),
  start: (context) => {
    const { world, node, process, on, warm } = context;
    startApiServer({
      network: world.network,
      process,
      on,
      port: apiPort,
      etcd: world.etcd.clientOn(node.name, process, world.params.apiserver.etcdRetries),
      store: world.store,
      params: world.params.apiserver,
      random: world.random.fork(`${process.name} ${process.now()}`),
      startedAtUnixMs: world.agenda.startedAtUnixMs,
      admit: chaosAdmission(context),
      warm,
    });
  },
};
