import type { AdviceReport } from '../core/report.ts';
import { allRules } from './all.ts';
import type { Reasoning } from './reasoning.ts';
import { settingsOf } from './settings.ts';
import { slowestOf } from './trace.ts';

/** For each missed objective, the setting that moves its slowest part, with the arithmetic and what it costs. At most one each. */
export function adviceOn(reasoning: Reasoning): readonly AdviceReport[] {
  const settings = settingsOf(reasoning);
  return reasoning.slos.flatMap((slo): readonly AdviceReport[] => {
    if (slo.status !== 'missed') return [];
    for (const rule of allRules) {
      if (!rule.slis.test(slo.sli)) continue;
      const parts = rule.parts(reasoning, settings);
      const slowest = slowestOf(parts);
      if (slowest?.name !== rule.moves || slowest.ms === 0) continue;
      const text = rule.arithmetic({ slo, parts, slowest, settings, reasoning });
      if (text === undefined) continue;
      const { name, setting, costs } = rule;
      return [
        { rule: name, sli: slo.sli, objective: slo.objective, slowest: slowest.name, parts, setting, text, costs },
      ];
    }
    return [];
  });
}
