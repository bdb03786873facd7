import { existsSync } from 'node:fs';
import { systemClock } from '../../src/base/system-clock.ts';
import { kubeconfigFile } from '../../src/backends/kind/state.ts';
import { kubeClient } from '../../src/backends/kube/https-client.ts';
import { loadSettings } from '../../src/scenario/settings.ts';
import { conformance } from '../conformance/suite.ts';

describe('the kind cluster', function () {
  conformance(async (body) => {
    const settings = await loadSettings(process.env['AFTERSHOCK_CONFIG'], process.cwd());
    const kubeconfig = kubeconfigFile(settings.kind.name);
    // Made by `chaos up`: without it there is nothing to compare with.
    if (!existsSync(kubeconfig)) this.ctx.skip();
    const client = kubeClient({ kubeconfig });
    try {
      await body({ client, clock: systemClock(), image: settings.workload.image });
    } finally {
      client.close();
    }
  });
});
