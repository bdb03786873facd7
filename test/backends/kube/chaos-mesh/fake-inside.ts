import type { Inside } from '../../../../src/backends/kube/inside.ts';

/** The inside of a cluster where nothing answers and every rule goes; `wipe` is what emptying a pod's chains does. */
export function fakeInside(wipe: () => Promise<void> = async () => {}): Inside {
  return {
    tryPaths: async (paths) => paths.map(() => 'unknown'),
    clearPodRules: wipe,
    lookFor: async () => ({ there: false, detail: 'nothing' }),
    services: { stop: async () => {}, start: async () => {}, kill: async () => {}, process: async () => undefined },
    strains: { begin: async () => {}, amount: async () => 0, end: async () => '' },
    reboot: async () => {},
    bootedAt: async () => 0,
    firewall: {
      drop: async () => {},
      undrop: async () => '',
      counts: async () => ({ in: 0, out: 0 }),
      rules: async () => [],
    },
  };
}
