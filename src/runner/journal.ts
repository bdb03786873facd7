import type { Action } from '../core/action.ts';

/** One line of a run's journal: what is needed to undo the run after its process was killed. */
export type JournalEntry =
  | {
      readonly event: 'run';
      readonly runId: string;
      readonly backend: string;
      readonly namespace: string;
      readonly scenario: string;
      readonly startedAtUnixMs: number;
    }
  | { readonly event: 'inject'; readonly id: string; readonly fault: string; readonly action: Action }
  | { readonly event: 'gone'; readonly id: string }
  | { readonly event: 'end' };

/** Outlives the process and the cluster. `append` resolves when the entry is safe. */
export interface Journal {
  readonly append: (entry: JournalEntry) => Promise<void>;
}

/** An action that was about to be injected, and is not known to be gone. */
export type PendingAction = Extract<JournalEntry, { event: 'inject' }>;

/** One line for an entry. */
export function formatEntry(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/**
 * The entries of a journal. A line that is torn is left out: its writer was killed before the entry was safe, so what
 * it announces was never begun.
 */
export function parseJournal(text: string): readonly JournalEntry[] {
  return text.split('\n').flatMap((line) => {
    const entry = parseEntry(line);
    return entry === undefined ? [] : [entry];
  });
}

/** What a recovery has to undo, newest first. Nothing after `end`. */
export function pendingOf(entries: readonly JournalEntry[]): readonly PendingAction[] {
  if (entries.some(({ event }) => event === 'end')) return [];
  const gone = new Set(entries.flatMap((entry) => (entry.event === 'gone' ? [entry.id] : [])));
  return entries.flatMap((entry) => (entry.event === 'inject' && !gone.has(entry.id) ? [entry] : [])).reverse();
}

const fields: Readonly<Record<JournalEntry['event'], readonly string[]>> = {
  run: ['runId', 'backend', 'namespace', 'scenario', 'startedAtUnixMs'],
  inject: ['id', 'fault', 'action'],
  gone: ['id'],
  end: [],
};

function parseEntry(line: string): JournalEntry | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isEntry(value) ? value : undefined;
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null || !('event' in value)) return false;
  const known = Object.entries(fields).find(([event]) => event === value.event);
  return known?.[1].every((field) => field in value) === true;
}
