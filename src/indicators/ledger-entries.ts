import type { Measurement } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { LedgerReadObservation, LedgerWriteObservation } from '../core/observation.ts';
import type { Timeline } from '../core/timeline.ts';
import { unmeasured } from './measurement.ts';

/** What one apiserver gave back. */
interface Page {
  readonly instance: string;
  /** Versions by entry. */
  readonly entries: ReadonlyMap<number, string>;
}

/** The ledger of a run: what was acknowledged, and what was given back. */
export interface Entries {
  readonly acknowledged: readonly (LedgerWriteObservation & { readonly revision: string })[];
  readonly pages: readonly Page[];
  /** Apiservers that gave nothing back, in words. */
  readonly silent: readonly string[];
}

/** The ledger; unmeasured when nothing was acknowledged, or no apiserver could be asked at the end. */
export function entriesOf(timeline: Timeline): Entries | Extract<Measurement, { status: 'unmeasured' }> {
  const writes = ofKind(timeline, 'ledger-write');
  if (writes.length === 0) return unmeasured('nothing was written to the ledger');
  const acknowledged = writes.flatMap((one) =>
    one.revision === undefined ? [] : [{ ...one, revision: one.revision }],
  );
  if (acknowledged.length === 0) return unmeasured('no write to the ledger was acknowledged');
  const reads = ofKind(timeline, 'ledger-read');
  if (reads.length === 0) return unmeasured('the ledger was not read back');
  const pages = reads.flatMap(pageOf);
  const silent = reads.flatMap(({ instance, error }) => (error === undefined ? [] : [`${instance}: ${error}`]));
  if (pages.length === 0) return unmeasured(`no apiserver gave the ledger back: ${silent.join('; ')}`);
  return { acknowledged, pages, silent };
}

/** Words on whom nobody could ask; empty when all were asked. */
export function silentWords({ silent }: Pick<Entries, 'silent'>): string {
  return silent.length === 0 ? '' : `; not given back by ${silent.join('; ')}`;
}

function pageOf({ instance, entries }: LedgerReadObservation): readonly Page[] {
  return entries === undefined ? [] : [{ instance, entries: new Map(entries) }];
}
