import { simBackend } from '../../src/backends/sim/sim-backend.ts';
import { runNamespace } from '../../src/core/identity.ts';
import { faults } from '../../src/faults/index.ts';
import { sampleSettings } from '../backends/kind/settings.ts';
import { faultConformance, workloadFor } from './faults.ts';

const runId = 'c0f0';
const settings = { ...sampleSettings, kind: { ...sampleSettings.kind, config: 'kind-config.yaml' } };

describe('every fault, on the simulated cluster', function () {
  this.timeout(120_000);
  for (const fault of faults.all) {
    describe(fault.name, () => {
      faultConformance({ fault, interruptAfterMs: [0, 2500] }, async (body) => {
        const namespace = runNamespace(runId);
        const request = {
          mode: 'run' as const,
          runId,
          seed: 1,
          namespace,
          workload: workloadFor(fault),
          requires: { zones: 3, controlPlanes: 3, workers: 3 },
          cluster: {},
          faults: true,
          needs: [],
          note: () => {},
        };
        await simBackend(settings).run(request, new AbortController().signal, (cluster, clock) =>
          body({ cluster, clock, runId, namespace }),
        );
      });
    });
  }
});
