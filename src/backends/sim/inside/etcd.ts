import { readSyncs } from '../../kube/etcd.ts';
import type { EtcdAdmin } from '../../kube/inside.ts';
import type { Process } from '../engine/process.ts';
import { EtcdError } from '../etcd/etcd.ts';
import type { World } from '../world.ts';

/** A key that no apiserver has a resource for. */
const trial = { resource: 'aftershock', key: 'trial' };
const trialMs = 10_000;

/** What operators do to the simulated members. */
export function simEtcd({ etcd }: World, operator: Process): EtcdAdmin {
  const admin = etcd.operator;
  return {
    raiseNoSpace: async () => admin.setAlarm(true),
    disarm: async () => admin.setAlarm(false),
    defragment: async () => admin.defragment(),
    alarms: async () => (admin.alarm() ? ['NOSPACE'] : []),
    tryWrite: async (node) => {
      const client = etcd.clientOn(node, operator);
      const until = operator.now() + trialMs;
      const object = {
        apiVersion: 'v1',
        kind: 'Trial',
        metadata: { name: trial.key, uid: 'trial', resourceVersion: '0' },
      };
      try {
        await client.write({ kind: 'put', ...trial, object, expect: undefined }, until);
        await client.write({ kind: 'delete', ...trial, expect: undefined }, until);
        return undefined;
      } catch (error) {
        if (error instanceof EtcdError) return error.message;
        throw error;
      }
    },
    syncs: async (node) => readSyncs(admin.metrics(node) ?? ''),
    members: async () => admin.members(),
    remove: async (_, id) => admin.remove(id),
    add: async (_, peer) => admin.add(peer.node),
    wipe: async (node) => admin.wipe(node),
    save: async () => admin.digest(),
    restore: async () => admin.restore(),
    // A restoration that was broken off has touched no disk: it comes in one stroke.
    putBack: async () => undefined,
    digest: async () => admin.digest(),
    tidy: async () => undefined,
  };
}
