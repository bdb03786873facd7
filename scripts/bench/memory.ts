import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/base/system-clock.ts';
import { fileArchive, observationsFileName } from '../../src/cli/observations-file.ts';
import { writeFiles } from '../../src/cli/reports-folder.ts';
import type { Observations } from '../../src/core/observation-log.ts';
import type { RunReport } from '../../src/core/report.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { assembleReport } from '../../src/judge/judge.ts';
import { reporters } from '../../src/reporters/index.ts';
import { bytesHeld } from '../../test/support/bytes-held.ts';
import { probing, probingStreams } from '../../test/support/probing.ts';
import { recordOf, scenarioOf } from '../../test/support/run-builder.ts';
import { timelineOf } from '../../test/support/timeline-builder.ts';
import { printTable } from './print-table.ts';

const perSecond = 400;
const mostBytesEach = 80;
const clock = systemClock();

/** What a long run holds in memory when it is judged: an hour of probing, put away, read back, judged and reported. Operand: hours. */
export async function benchMemory([hours = '1']: readonly string[]): Promise<boolean> {
  const seconds = 3600 * Number(hours);
  const count = seconds * perSecond;
  const folder = await mkdtemp(join(tmpdir(), 'aftershock-bench-'));
  try {
    const archive = fileArchive(folder);
    await putAway(seconds, folder, archive.add);
    const read = await timed('read back', () => bytesHeld(archive.all));
    const timeline = timelineFor(seconds, read.value.made);
    const judged = await timed('judged', async () => assembled(timeline));
    const written = await timed('reported', () => writeAll(folder, judged.value, timeline));
    const bytesEach = read.value.bytes / count;
    const isSmall = bytesEach <= mostBytesEach;
    printTable(
      [`${hours} h of probing`, 'measured', 'target', ''],
      [
        ['requests', count.toLocaleString('en-GB'), '', ''],
        ['held, each', `${bytesEach.toFixed(0)} bytes`, `<= ${mostBytesEach} bytes`, isSmall ? 'ok' : 'MISSED'],
        ['held, all', megabytes(read.value.bytes), '', ''],
        ...[read, judged, written].map(({ what, ms }) => [what, `${(ms / 1000).toFixed(1)} s`, '', '']),
        ['peak RSS', megabytes(process.resourceUsage().maxRSS * 1024), '', ''],
      ],
    );
    return isSmall && judged.value.outages.length === 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** At a pace at which the disk keeps up, as it does in a run. */
async function putAway(seconds: number, folder: string, add: ReturnType<typeof fileArchive>['add']): Promise<void> {
  const size = async (): Promise<number> =>
    stat(join(folder, observationsFileName)).then(
      (found) => found.size,
      () => 0,
    );
  let count = 0;
  let written = 0;
  for (const one of probing(seconds)) {
    add(one);
    count += 1;
    if (count % 5000 !== 0) continue;
    const patience = clock.now() + 1000;
    while ((await size()) <= written && clock.now() < patience) await clock.sleep(5);
    written = await size();
  }
}

function timelineFor(seconds: number, observations: Observations): Timeline {
  const endedAt = seconds * 1000;
  const phases = [{ name: 'observation', startAt: 0, endAt: endedAt }] as const;
  return timelineOf({ phases, faults: [], streams: probingStreams, observations, endedAt });
}

function assembled(timeline: Timeline): RunReport {
  const sent = timeline.observations.length;
  const { harness, ...record } = recordOf({ ...timeline, observations: [] });
  return assembleReport({
    record: { ...record, timeline, harness: { ...harness, probesPlanned: sent, probesSent: sent } },
    scenario: scenarioOf({ faults: [] }),
    backend: { name: 'kind', simulated: false },
    command: '',
    harnessVersion: '',
    nodeVersion: process.version,
  });
}

async function writeAll(folder: string, report: RunReport, timeline: Timeline): Promise<void> {
  for (const reporter of reporters.all) {
    await writeFiles(folder, new Map([[reporter.file, reporter.render(report, timeline)]]));
  }
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<{ what: string; value: T; ms: number }> {
  const startedAt = clock.now();
  const value = await work();
  return { what, value, ms: clock.now() - startedAt };
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en-GB')} MB`;
}
