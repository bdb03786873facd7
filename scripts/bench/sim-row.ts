import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/base/clock.ts';
import { backendOf } from '../../src/cli/backend.ts';
import { processOutput } from '../../src/cli/output.ts';
import { runOnce } from '../../src/cli/run-once.ts';
import { loadScenarios } from '../../src/cli/scenario-files.ts';
import type { Backend } from '../../src/core/cluster.ts';
import { loadSettings } from '../../src/scenario/settings.ts';

/** What one run cost. */
export interface Row {
  readonly nodes: number;
  readonly pods: number;
  /** Virtual time, in s. */
  readonly clusterSeconds: number;
  readonly cpuMs: number;
  /** At its highest. */
  readonly rssMb: number;
  readonly events: number;
  readonly verdict: string;
}

const zones = 3;
const controlPlanes = 3;
/** With kube-proxy and the chaos daemon, of which each node has one, these are the 30 pods of a node that Kubernetes' limits allow for. */
const podsPerNode = 28;

async function runRow(wanted: number, seed: number): Promise<Row> {
  const perZone = Math.max(1, Math.floor((wanted - controlPlanes) / zones));
  const sets = [
    `cluster.zones=${zones}`,
    `cluster.controlPlanes=${controlPlanes}`,
    `cluster.nodesPerZone=${perZone}`,
    `cluster.podsPerNode=${podsPerNode}`,
  ];
  const [scenario] = await loadScenarios(['az-failure'], sets);
  if (scenario === undefined) throw new Error('there is no az-failure');
  const reportsDir = await mkdtemp(join(tmpdir(), 'aftershock-bench-'));
  const settings = { ...(await loadSettings(undefined, process.cwd())), reports: { dir: reportsDir } };
  const { backend, simulated } = overheard(await backendOf('sim', settings));
  const output = { ...processOutput(true), event: () => undefined };
  try {
    const { signal } = new AbortController();
    const { report } = await runOnce({ scenario, backend, seed, reportsDir, output, signal });
    const { user, system } = process.cpuUsage();
    const nodes = report.topology.nodes.length;
    return {
      nodes,
      pods: (podsPerNode + 2) * nodes,
      clusterSeconds: Math.round(simulated().now() / 1000),
      cpuMs: Math.round((user + system) / 1000),
      rssMb: Math.round(process.resourceUsage().maxRSS / 1000),
      events: simulated().events(),
      verdict: report.verdict,
    };
  } finally {
    await rm(reportsDir, { recursive: true });
  }
}

type Simulated = Clock & { readonly events: () => number };

/** The backend as it is, and the clock that it hands out. */
function overheard(backend: Backend): { readonly backend: Backend; readonly simulated: () => Simulated } {
  let clock: Clock | undefined;
  return {
    backend: {
      ...backend,
      run: (request, signal, body) =>
        backend.run(request, signal, (cluster, own) => {
          clock = own;
          return body(cluster, own);
        }),
    },
    simulated: () => {
      if (clock === undefined || !('events' in clock)) throw new Error('the clock is no simulated one');
      return clock as Simulated;
    },
  };
}

const [wanted, seed] = process.argv.slice(2).map(Number);
if (wanted === undefined || seed === undefined) throw new TypeError('how many nodes, and which seed?');
process.stdout.write(`${JSON.stringify(await runRow(wanted, seed))}\n`);
