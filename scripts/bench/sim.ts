import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { bundle } from '../../bin/bundle.mjs';
import { systemClock } from '../../src/base/system-clock.ts';
import { table } from '../../src/cli/table.ts';
import type { Row } from './sim-row.ts';

/** A run, with how long its process took from its start to its end. */
interface Timed extends Row {
  readonly wallMs: number;
}

const seed = 1;
const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules', '.cache');

/**
 * What az-failure costs on simulated clusters of several sizes: `npm run bench -- sim [nodes…]`. Each in a process of its own, of
 * a bundle as the command runs from: module by module the same run takes a third longer, and half as much memory again.
 */
export async function benchSim(operands: readonly string[]): Promise<boolean> {
  const sizes = operands.length > 0 ? operands.map(Number) : [50, 500, 5000];
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'aftershock-bench-'));
  try {
    await bundle({ 'sim-row': 'scripts/bench/sim-row.ts' }, folder);
    const rows: Timed[] = [];
    for (const size of sizes) {
      rows.push(await timed(join(folder, 'sim-row.mjs'), size));
      process.stderr.write(`${size} nodes are done\n`);
    }
    process.stdout.write(`az-failure, seed ${seed}, on ${availableParallelism()} cores\n\n${tableOf(rows)}\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
  return true;
}

async function timed(entry: string, size: number): Promise<Timed> {
  const clock = systemClock();
  const { stdout } = await execa(process.execPath, [entry, String(size), String(seed)], { stderr: 'inherit' });
  return { ...(JSON.parse(stdout) as Row), wallMs: Math.round(clock.now()) };
}

function tableOf(rows: readonly Timed[]): string {
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
function growth(before: Timed | undefined, row: Timed, cost: (row: Timed) => number): string {
  if (before === undefined) return '–';
  return `n^${(Math.log(cost(row) / cost(before)) / Math.log(row.nodes / before.nodes)).toFixed(2)}`;
}
