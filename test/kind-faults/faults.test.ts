import { kindBackend } from '../../src/backends/kind/kind-backend.ts';
import { newRunId } from '../../src/cli/run-id.ts';
import { HarnessError } from '../../src/core/errors.ts';
import { runNamespace } from '../../src/core/identity.ts';
import { faults } from '../../src/faults/index.ts';
import { loadSettings } from '../../src/scenario/settings.ts';
import { CannotBeDone, faultConformance, workloadFor } from '../conformance/faults.ts';

describe('every fault, on the kind cluster', function () {
  for (const fault of faults.all) {
    describe(fault.name, () => {
      faultConformance({ fault, interruptAfterMs: [] }, async (body) => {
        const settings = await loadSettings(process.env['AFTERSHOCK_CONFIG'], process.cwd());
        const backend = kindBackend(settings);
        const runId = newRunId();
        const namespace = runNamespace(runId);
        const { signal } = new AbortController();
        const request = {
          mode: 'run' as const,
          runId,
          seed: 1,
          namespace,
          workload: workloadFor(fault),
          requires: { zones: 3, controlPlanes: 3, workers: 3 },
          cluster: {},
          faults: true,
          needs: fault.bind(fault.example).needs ?? [],
          note: () => {},
        };
        const problems = await backend.preflight(request, signal);
        // What this machine lacks is refused before anything is touched; anything else is in the way.
        if (problems.length > 0 && problems.every(({ check }) => check === 'needs')) throw new CannotBeDone();
        if (problems.length > 0)
          throw new HarnessError('unavailable', problems.map(({ message }) => message).join('; '));
        await backend.run(request, signal, async (cluster, clock) => {
          try {
            await body({ cluster, clock, runId, namespace });
          } finally {
            await cluster.cleanUp(AbortSignal.timeout(60_000));
          }
        });
      });
    });
  }
});
