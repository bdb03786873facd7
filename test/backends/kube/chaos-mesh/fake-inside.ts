import type { Inside } from '../../../../src/backends/kube/inside.ts';

/** The inside of a cluster where nothing answers and every rule goes; `wipe` is what emptying a pod's chains does. */
export function fakeInside(wipe: () => Promise<void> = async () => {}): Inside {
  const nothing = async (): Promise<void> => {};
  const no = async (): Promise<boolean> => false;
  const none = async (): Promise<readonly string[]> => [];
  return {
    tryPaths: async (paths) => paths.map(() => 'unknown'),
    clearPodRules: wipe,
    lookFor: async () => ({ there: false, detail: 'nothing' }),
    services: { stop: async () => {}, start: async () => {}, kill: async () => {}, process: async () => undefined },
    strains: { begin: async () => {}, amount: async () => 0, end: async () => '' },
    reboot: async () => {},
    bootedAt: async () => 0,
    firewall: {
      drop: nothing,
      undrop: async () => '',
      counts: async () => ({ in: 0, out: 0 }),
      rules: none,
    },
    traces: none,
    ask: async (calls) => calls.map(() => 'unknown'),
    components: {
      look: async () => ({ id: undefined, suspended: false, listed: false, aside: false }),
      suspend: nothing,
      resume: nothing,
      terminate: nothing,
      kill: nothing,
      unlist: nothing,
      relist: nothing,
    },
    machines: { state: async () => 'running', pause: nothing, unpause: nothing, kill: nothing, start: nothing },
    balancer: { drain: nothing, restore: nothing, isDrained: no, spread: async (_, servers) => servers.map(() => 0) },
    jobs: { start: nothing, stop: nothing, running: none, sent: async () => 0 },
    etcd: {
      raiseNoSpace: nothing,
      disarm: nothing,
      defragment: nothing,
      alarms: none,
      tryWrite: async () => undefined,
      syncs: async () => ({ count: 0, seconds: 0 }),
      members: async () => new Map(),
      remove: nothing,
      add: nothing,
      wipe: nothing,
      save: async () => ({ keys: 0, hash: '' }),
      restore: nothing,
      putBack: nothing,
      digest: async () => ({ keys: 0, hash: '' }),
      tidy: nothing,
    },
    certificates: { expire: nothing, restore: nothing, isSwapped: no },
    delays: { set: nothing, clear: nothing, isSet: no, connectMs: async () => undefined },
  };
}
