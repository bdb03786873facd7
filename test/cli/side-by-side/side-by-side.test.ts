import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { observeCommand } from '../../../src/cli/commands/observe.ts';
import type { ExitStatus } from '../../../src/cli/exit-status.ts';
import { parseCommandLine } from '../../../src/cli/options.ts';
import { runFolders } from '../../../src/cli/reports-folder.ts';
import { HarnessError } from '../../../src/core/errors.ts';
import type { RunReport } from '../../../src/core/report.ts';
import { silentOutput } from '../../support/silent-output.ts';

interface Event {
  readonly event: string;
  readonly runId?: string;
}

interface Observed {
  readonly status: ExitStatus;
  readonly events: readonly Event[];
  readonly reports: readonly RunReport[];
}

/** Several observations of simulated clusters, interrupted after the first event that `isEnough`. */
async function observed(argv: readonly string[], isEnough?: (event: Event) => boolean): Promise<Observed> {
  const out = await mkdtemp(join(tmpdir(), 'aftershock-jobs-'));
  try {
    const { options, operands } = parseCommandLine([...argv, '--seed', '5', '--out', out]);
    const controller = new AbortController();
    const events: Event[] = [];
    const event = (one: Readonly<Record<string, unknown>>): void => {
      events.push(one as unknown as Event);
      if (isEnough?.(one as unknown as Event) === true) controller.abort(new HarnessError('interrupted', 'stopped'));
    };
    const output = { ...silentOutput, json: true, progress: 'events' as const, event };
    const status = await observeCommand({ operands, options, output, signal: controller.signal });
    const folders = await runFolders(out, 'run.json');
    const texts = await Promise.all(folders.map((folder) => readFile(join(folder, 'run.json'), 'utf8')));
    const reports = texts.map((text) => JSON.parse(text) as RunReport).sort((a, b) => a.seed - b.seed);
    return { status, events, reports };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

/** A report without what another minute, or another machine, changes. */
function essence(report: RunReport): object {
  const text = JSON.stringify({ ...report, harness: { ...report.harness, cpuMs: 0, rssMb: 0 } });
  return JSON.parse(text.replaceAll(/20\d\d-\d\d-\d\dT[\d:.]+Z|1\d{12}(?:\.\d+)?/g, '0')) as object;
}

describe('rehearsals side by side', function () {
  this.timeout(60_000);

  it('measure what they would one by one, and are told in their order, though all begin in one second', async () => {
    const one = await observed(['--for', '10s', '--repeat', '3', '--jobs', '1']);
    const three = await observed(['--for', '10s', '--repeat', '3', '--jobs', '3']);
    expect(three.reports.map(({ seed }) => seed)).to.deep.equal([5, 6, 7]);
    expect(three.reports.map(essence)).to.deep.equal(one.reports.map(essence));
    const told = ({ events }: Observed): readonly string[] =>
      events.map(({ event, runId }) => `${event} ${runId ?? ''}`);
    expect(told(three)).to.deep.equal(told(one));
    expect(three.status).to.equal(one.status);
    expect(three.reports.every(({ harness }) => harness.cpuMs > 0)).to.equal(true);
  });

  it('come to their end when they are interrupted, and no other begins', async () => {
    const atPhase = ({ event }: Event): boolean => event === 'phase';
    const { status, reports } = await observed(['--for', '2h', '--repeat', '9', '--jobs', '2'], atPhase);
    expect(status).to.equal(130);
    expect(reports.map(({ seed, verdict }) => `${seed} ${verdict}`)).to.include('5 inconclusive');
    expect(reports.length).to.be.at.most(2);
  });

  it('have not failed when they are interrupted while they begin', async () => {
    const { status, reports } = await observed(['--for', '2h', '--repeat', '9', '--jobs', '2'], () => true);
    expect(status).to.equal(130);
    // On a busy machine a run has begun by the time it hears of it, and says so.
    expect(reports.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'inconclusive')).to.deep.equal([]);
    expect(reports.length).to.be.at.most(2);
  });
});
