import type { ChaosRecord, ChaosStatus } from 'chaos-mesh-types';

/** What a status of Chaos Mesh amounts to. */
export type Judgement =
  | { readonly state: 'pending' | 'failing' | 'unselected' | 'mismatch'; readonly reason: string }
  | { readonly state: 'injected' | 'recovered' };

/**
 * Judges by the records, not by the conditions alone: AllRecovered is True before anything was injected as well, conditions
 * lag behind records, and the records are the only place that names the targets. `targets`: the ids that must be injected,
 * all and no other.
 */
export function judge(status: ChaosStatus | undefined, targets: readonly string[]): Judgement {
  const phase = status?.experiment?.desiredPhase;
  if (status === undefined || phase === undefined) {
    return { state: 'pending', reason: 'the Chaos Mesh controller has not looked at it' };
  }
  const records = status.experiment?.containerRecords ?? [];
  if (phase === 'Stop') return judgeStop(records);
  if (records.length === 0) {
    const looked = conditionOf(status, 'Selected') === 'False';
    return looked
      ? { state: 'unselected', reason: 'it selected nothing' }
      : { state: 'pending', reason: 'it has chosen no targets yet' };
  }
  return judgeRun(records, targets, conditionOf(status, 'AllInjected') === 'True');
}

function judgeStop(records: readonly ChaosRecord[]): Judgement {
  const open = records.filter(({ phase }) => phase !== 'Not Injected');
  if (open.length > 0) return unfinished(open, 'is not recovered');
  const touched = records.filter(({ injectedCount }) => injectedCount > 0);
  if (touched.length === 0) return { state: 'failing', reason: 'it was stopped before it was injected' };
  const unrecovered = touched.filter(({ recoveredCount }) => recoveredCount === 0);
  return unrecovered.length === 0 ? { state: 'recovered' } : unfinished(unrecovered, 'is not recovered');
}

function judgeRun(records: readonly ChaosRecord[], targets: readonly string[], allInjected: boolean): Judgement {
  const chosen = new Set(records.map(({ id }) => id));
  const missing = targets.filter((id) => !chosen.has(id));
  const extra = [...chosen].filter((id) => !targets.includes(id));
  if (missing.length + extra.length > 0) {
    const parts = [
      missing.length > 0 ? `left out ${missing.join(', ')}` : '',
      extra.length > 0 ? `chose ${extra.join(', ')}` : '',
    ];
    return { state: 'mismatch', reason: `Chaos Mesh ${parts.filter((part) => part !== '').join(' and ')}` };
  }
  const open = records.filter(({ phase, injectedCount }) => phase !== 'Injected' || injectedCount < 1);
  if (open.length > 0) return unfinished(open, 'is not injected');
  return allInjected ? { state: 'injected' } : { state: 'pending', reason: 'AllInjected is not True yet' };
}

/** Failing when the last that a record tells is a failure, of either operation: a half-done apply comes before any recovery. */
function unfinished(open: readonly ChaosRecord[], what: string): Judgement {
  for (const record of open) {
    const last = record.events?.at(-1);
    if (last?.type === 'Failed')
      return { state: 'failing', reason: `${record.id}: ${last.message ?? 'failed without a word'}` };
  }
  return { state: 'pending', reason: `${open.map(({ id }) => id).join(', ')} ${what}` };
}

function conditionOf(status: ChaosStatus, type: string): 'True' | 'False' | undefined {
  return status.conditions?.find((condition) => condition.type === type)?.status;
}
