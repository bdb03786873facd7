import type { AdviceReport, RunReport } from '../core/report.ts';

/** What one setting moves: an advice, and every objective that it is given for. */
export interface GroupedAdvice extends AdviceReport {
  readonly objectives: readonly Pick<AdviceReport, 'sli' | 'objective'>[];
}

/** Advice by what it rests on: objectives that wait for the same part are helped by the same setting, which is told once. */
export function groupedAdvice({ advice = [] }: RunReport): readonly GroupedAdvice[] {
  const groups = new Map<string, GroupedAdvice>();
  for (const one of advice) {
    const { sli, objective } = one;
    const key = JSON.stringify([one.rule, one.parts]);
    const group = groups.get(key) ?? { ...one, objectives: [] };
    groups.set(key, { ...group, objectives: [...group.objectives, { sli, objective }] });
  }
  return [...groups.values()];
}

/** Missed objectives that no advice is given for; none where the report is of a version without advice. */
export function withoutAdvice({ advice, slos }: RunReport): readonly string[] {
  if (advice === undefined) return [];
  const missed = slos.filter(({ status }) => status === 'missed').map(({ sli }) => sli);
  return [...new Set(missed)].filter((sli) => !advice.some((one) => one.sli === sli));
}
