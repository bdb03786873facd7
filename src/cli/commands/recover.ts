import { runNamespace } from '../../core/identity.ts';
import { type Journal, type JournalEntry, pendingOf } from '../../runner/journal.ts';
import { recoverRun } from '../../runner/recover.ts';
import { backendOf, refuse } from '../backend.ts';
import type { Command, CommandContext } from '../command.ts';
import { type ExitStatus, exitStatus, worstOf } from '../exit-status.ts';
import { fileJournal, journalFileName, readJournal } from '../journal-file.ts';
import { runFolders } from '../reports-folder.ts';
import { newRunId } from '../run-id.ts';
import { settingsOf } from '../settings.ts';

/** A run whose journal has no end: its process was killed, or could not heal everything. */
interface DeadRun {
  readonly run: Extract<JournalEntry, { event: 'run' }>;
  readonly entries: readonly JournalEntry[];
  readonly folder: string;
}

/** Undoes what runs left behind whose process was killed. */
export const recoverCommand: Command = async (context) => {
  const settings = await settingsOf(context.options);
  const dead = await deadRuns(settings.reports.dir);
  const statuses: ExitStatus[] = [];
  for (const { run, entries, folder } of dead) {
    context.output.say(
      `run ${run.runId} (${run.scenario} on ${run.backend}): ${pendingOf(entries).length} injections to undo`,
    );
    statuses.push(await recoverOne(context, { run, entries, journal: await fileJournal(folder) }));
  }
  if (dead.length === 0) statuses.push(await sweepOnly(context));
  return worstOf(statuses);
};

async function deadRuns(reportsDir: string): Promise<readonly DeadRun[]> {
  const found: DeadRun[] = [];
  for (const folder of await runFolders(reportsDir, journalFileName)) {
    const entries = await readJournal(folder);
    const run = entries.find((entry) => entry.event === 'run');
    if (run !== undefined && !entries.some(({ event }) => event === 'end')) found.push({ run, entries, folder });
  }
  return found.reverse();
}

/** No journal tells of a dead run; the cluster may carry something all the same. */
async function sweepOnly(context: CommandContext): Promise<ExitStatus> {
  const runId = newRunId();
  const backend = context.options.cluster ?? 'kind';
  context.output.say(`no journal tells of an unfinished run; looking for leftovers on ${backend}`);
  const run = {
    event: 'run',
    runId,
    backend,
    namespace: runNamespace(runId),
    scenario: '',
    startedAtUnixMs: 0,
  } as const;
  return recoverOne(context, { run, entries: [], journal: { append: async () => {} } });
}

async function recoverOne(
  { options, output, signal }: CommandContext,
  { run, entries, journal }: { run: DeadRun['run']; entries: readonly JournalEntry[]; journal: Journal },
): Promise<ExitStatus> {
  const note = (text: string): void => {
    output.say(`  ${text}`);
    output.event({ event: 'note', runId: run.runId, text });
  };
  const backend = await backendOf(run.backend, await settingsOf(options));
  const request = {
    mode: 'recover' as const,
    runId: run.runId,
    seed: 0,
    namespace: run.namespace,
    workload: undefined,
    requires: { zones: 0, controlPlanes: 0, workers: 0 },
    cluster: {},
    faults: false,
    needs: [],
    note,
  };
  refuse(await backend.preflight(request, signal));
  const leftovers = await backend.run(request, signal, (cluster, clock) =>
    recoverRun({ pending: pendingOf(entries), cluster, clock, journal, signal, note }),
  );
  output.event({ event: 'recovered', runId: run.runId, leftovers });
  for (const leftover of leftovers) output.say(`${output.style('bad', '  left:')} ${leftover}`);
  if (leftovers.length === 0) output.say(output.style('good', '  nothing is left'));
  return leftovers.length === 0 ? exitStatus.pass : exitStatus.notHealed;
}
