import type { SloReport } from '../core/report.ts';
import type { Part, Reasoning } from './reasoning.ts';
import type { Settings } from './settings.ts';

/** What a rule is asked about: a missed objective, its parts, and the slowest of them. */
interface Missed {
  readonly slo: SloReport;
  readonly parts: readonly Part[];
  readonly slowest: Part;
  readonly settings: Settings;
  readonly reasoning: Reasoning;
}

/** One setting that moves an indicator: which, when it is the one, what the arithmetic is, and what it costs. */
export interface AdviceRule {
  readonly name: string;
  /** Indicators whose objectives it can help. */
  readonly slis: RegExp;
  /** The indicator's parts, of which the slowest decides which rule speaks. */
  readonly parts: (reasoning: Reasoning, settings: Settings) => readonly Part[];
  /** The part that the setting moves. */
  readonly moves: string;
  readonly setting: string;
  /** The arithmetic in a sentence; undefined where the rule has nothing to say after all. */
  readonly arithmetic: (missed: Missed) => string | undefined;
  readonly costs: string;
}
