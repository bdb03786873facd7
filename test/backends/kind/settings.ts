import type { Settings } from '../../../src/core/settings.ts';

/** Settings as the public has them. */
export const sampleSettings: Settings = {
  kind: { name: 'aftershock', config: 'kind-config.yaml', nodeImage: '', preload: [] },
  chaosMesh: { chart: 'chaos-mesh', repo: 'https://charts.example', version: '', values: {} },
  workload: { image: 'node:22-alpine' },
  agent: { image: 'node:22-alpine' },
  reports: { dir: 'reports' },
};
