import type { Clock } from '../base/clock.ts';
import { type Action, actionTitle } from '../core/action.ts';
import type { InjectionStage, NoteStage } from '../core/cluster.ts';
import type { InjectionRecord, ProofRecord } from '../core/timeline.ts';
import type { Recorder } from './recorder.ts';

const instants = {
  applied: 'appliedAt',
  injected: 'injectedAt',
  proved: 'provedAt',
  healing: 'healingAt',
  healed: 'healedAt',
  gone: 'goneAt',
} as const satisfies Readonly<Record<InjectionStage, keyof InjectionRecord>>;

/** The record of an action of which nothing is known yet. */
export function newInjectionRecord(action: Action): InjectionRecord {
  return { kind: action.kind, name: actionTitle(action), proof: { status: 'unproven', detail: 'not looked for' } };
}

/** Stamps the stages of an injection into its record, each the first time it is reached, and marks them; of one that is not told, only that its effect was not seen. */
export function noteInto(record: InjectionRecord, clock: Clock, log: Recorder, told = true): NoteStage {
  return (stage, proof) => {
    if (proof !== undefined) record.proof = proof;
    const text = `${record.name}: ${wordsOf(stage, proof)}`;
    // Looked for and not seen: there is no instant at which it was proved.
    const reached = stage !== 'proved' || record.proof.status === 'proven';
    const instant = instants[stage];
    if (reached && record[instant] !== undefined) return;
    if (reached) record[instant] = clock.now();
    if (told || !reached) log.mark('injection', text);
  };
}

function wordsOf(stage: InjectionStage, proof: ProofRecord | undefined): string {
  if (stage !== 'proved') return stage;
  const detail = proof === undefined ? '' : `: ${proof.detail}`;
  return (proof?.status === 'proven' ? 'effect seen' : 'effect not seen') + detail;
}
