import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { systemClock } from '../../src/base/system-clock.ts';
import type { Clock } from '../../src/base/clock.ts';
import { backendOf } from '../../src/cli/backend.ts';
import { processOutput } from '../../src/cli/output.ts';
import { runOnce } from '../../src/cli/run-once.ts';
import { loadScenarios } from '../../src/cli/scenario-files.ts';
import { table } from '../../src/cli/table.ts';
import type { Backend } from '../../src/core/cluster.ts';
import { loadSettings } from '../../src/scenario/settings.ts';

/** What one run cost. */
interface Row {
  readonly nodes: number;
  readonly pods: number;
  /** Virtual time, in s. */
  readonly clusterSeconds: number;
  readonly wallMs: number;
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
const seed = 1;

/** What az-failure costs on simulated clusters of several sizes, each in a process of its own: `npm run bench -- sim [nodes…]`. */
export async function benchSim(operands: readonly string[]): Promise<boolean> {
  const [subject, wanted] = operands;
  if (subject === 'row') {
    process.stdout.write(`${JSON.stringify(await runRow(Number(wanted)))}\n`);
    return true;
  }
  const sizes = operands.length > 0 ? operands.map(Number) : [50, 500, 5000];
  const rows: Row[] = [];
  for (const size of sizes) {
    const argv = ['--import', 'tsx', new URL('../bench.ts', import.meta.url).pathname, 'sim', 'row', String(size)];
    const { stdout } = await execa(process.execPath, argv, { stderr: 'inherit' });
    rows.push(JSON.parse(stdout) as Row);
    process.stderr.write(`${size} nodes are done\n`);
  }
  process.stdout.write(`az-failure, seed ${seed}, on ${availableParallelism()} cores\n\n${tableOf(rows)}\n`);
  return true;
}

async function runRow(wanted: number): Promise<Row> {
  const perZone = Math.max(1, Math.floor((wanted - controlPlanes) / zones));
  const sets = [
    `cluster.zones=${zones}`,
    `cluster.controlPlanes=${controlPlanes}`,
    `cluster.nodesPerZone=${perZone}`,
    `cluster.podsPerNode=${podsPerNode}`,
  ];
  const clock = systemClock();
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
      wallMs: Math.round(clock.now()),
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

function tableOf(rows: readonly Row[]): string {
  const head = ['nodes', 'pods', 'wall', 'CPU', 'peak RSS', 'events', 'growth: CPU', 'events', 'verdict'];
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const body = rows.map((row, index) => [
    row.nodes.toLocaleString('en-GB'),
    row.pods.toLocaleString('en-GB'),
    seconds(row.wallMs),
    seconds(row.cpuMs),
    `${row.rssMb.toLocaleString('en-GB')} MB`,
    row.events.toLocaleString('en-GB'),
    growth(rows[index - 1], row, ({ cpuMs }) => cpuMs),
    growth(rows[index - 1], row, ({ events }) => events),
    row.verdict,
  ]);
  return table([head, ...body]);
}

/** The exponent by which a cost grows with the nodes: 1 is in proportion. */
function growth(before: Row | undefined, row: Row, cost: (row: Row) => number): string {
  if (before === undefined) return '–';
  return `n^${(Math.log(cost(row) / cost(before)) / Math.log(row.nodes / before.nodes)).toFixed(2)}`;
}
