import { formatRatio } from '../base/quantity.ts';
import type { ErrorRecord } from '../core/errors.ts';
import type { ObjectiveResult, ValidityCheck, Verdict } from '../core/objective.ts';
import type { FaultRecord } from '../core/timeline.ts';

/** The validity check that speaks of injections; its reasons are the faults' own. */
export const faultsCheck = 'faults injected';
/** The validity check that speaks of the baseline; a steady state that did not hold tells the same. */
export const baselineCheckName = 'baseline';

/** All that a verdict depends on. */
export interface VerdictInput {
  readonly results: readonly ObjectiveResult[];
  readonly validity: readonly ValidityCheck[];
  /** What of the steady state did not hold. */
  readonly steadyState: readonly string[];
  readonly faults: readonly FaultRecord[];
  readonly stoppedBy: ErrorRecord | undefined;
  readonly leftovers: readonly string[];
  /** What was acknowledged and lost, in words; undefined when nothing was. */
  readonly lost?: string;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** 0..100; undefined when no objective was judged. */
  readonly score: number | undefined;
  /** Why, in words with evidence, the most important first; never empty. */
  readonly reasons: readonly string[];
}

/**
 * The worst of: fail (an objective is missed, or acknowledged data was lost: then the score is 0 as well), inconclusive (anything stands in the way of believing or judging the run),
 * pass. A pass needs at least one objective, all of them met, and nothing left in doubt. Reasons begin with what was not
 * injected as declared, since nothing else can be read without it. Where the steady state did not hold, a doubt in the
 * instrument comes before it: a harness that stalls sees no steady state. What only follows from an earlier reason is left out.
 */
export function verdictOf(input: VerdictInput): Judgement {
  const { results } = input;
  const missed = byWeight(results.filter(({ status }) => status === 'missed')).map(wordsOf);
  const doubts = {
    faults: input.faults.flatMap(faultDoubts),
    stop: stopDoubts(input),
    steadyState: input.steadyState.map((text) => `the steady state did not hold before anything was broken: ${text}`),
    instrument: instrumentDoubts(input),
    unjudged: unjudgedDoubts(results),
    leftovers: input.leftovers.map((text) => `left behind: ${text}`),
  };
  const isUnsteady = doubts.steadyState.length > 0;
  const lost = input.lost === undefined ? [] : [`acknowledged data was lost: ${input.lost}`];
  const reasons = [
    ...lost,
    ...doubts.faults,
    ...(isUnsteady ? doubts.instrument : []),
    ...doubts.stop,
    ...doubts.steadyState,
    ...missed,
    ...(isUnsteady ? [] : doubts.instrument),
    ...doubts.unjudged,
    ...doubts.leftovers,
  ];
  const score = lost.length > 0 ? 0 : scoreOver(results);
  if (missed.length + lost.length > 0) return { verdict: 'fail', score, reasons };
  if (reasons.length > 0) return { verdict: 'inconclusive', score, reasons };
  return { verdict: 'pass', score, reasons: [passWords(results)] };
}

/**
 * The weighted mean of the objectives' scores, times 100; 0 when a critical one is missed; undefined when none was judged. What
 * could not be measured earns nothing: left out, an objective that is almost missed would raise the score by getting lost. What
 * was skipped was not asked.
 */
export function scoreOver(results: readonly ObjectiveResult[]): number | undefined {
  const asked = results.filter(({ status }) => status !== 'skipped');
  if (asked.every(({ score }) => score === undefined)) return undefined;
  if (asked.some(({ status, objective }) => status === 'missed' && objective.critical === true)) return 0;
  const weights = asked.reduce((sum, { objective }) => sum + objective.weight, 0);
  const earned = asked.reduce((sum, { score = 0, objective }) => sum + score * objective.weight, 0);
  return weights > 0 ? (100 * earned) / weights : undefined;
}

function faultDoubts({ name, error, injections }: FaultRecord): readonly string[] {
  const unproven = injections
    .filter(({ proof }) => proof.status !== 'proven')
    .map((one) => `"${name}" is not proven to have been injected: ${one.name}: ${one.error ?? one.proof.detail}`);
  if (error !== undefined) return [`"${name}" was not injected: ${error}`, ...unproven];
  return injections.length === 0 ? [`"${name}" was not injected`] : unproven;
}

function stopDoubts({ stoppedBy, steadyState, faults }: VerdictInput): readonly string[] {
  if (stoppedBy === undefined) return [];
  const told =
    (stoppedBy.code === 'steady-state' && steadyState.length > 0) ||
    faults.some(({ error, injections }) =>
      [error, ...injections.map((one) => one.error)].some((text) => text?.includes(stoppedBy.message)),
    );
  return told ? [] : [`the run was stopped: ${stoppedBy.message}`];
}

function instrumentDoubts({ validity, faults, steadyState, stoppedBy }: VerdictInput): readonly string[] {
  const told = new Set<string>();
  const neverReached = faults.length === 0 && (steadyState.length > 0 || stoppedBy !== undefined);
  if (neverReached || faults.some((fault) => faultDoubts(fault).length > 0)) told.add(faultsCheck);
  if (steadyState.length > 0) told.add(baselineCheckName);
  return validity
    .filter(({ status, check }) => status === 'failed' && !told.has(check))
    .map(({ check, detail }) => `${check}: ${detail}`);
}

function unjudgedDoubts(results: readonly ObjectiveResult[]): readonly string[] {
  if (results.length === 0) return ['nothing was judged: the scenario has no objective'];
  const skipped = results.filter(({ status }) => status === 'skipped');
  if (skipped.length === results.length) return [`nothing was judged: ${skipped[0]?.reason ?? ''}`];
  const unjudged = results.filter(({ status }) => status === 'unmeasured' || status === 'skipped');
  return byWeight(unjudged).map(wordsOf);
}

function wordsOf({ objective, status, reason }: ObjectiveResult): string {
  const words = { met: 'is met', missed: 'is missed', unmeasured: 'could not be judged', skipped: 'was not exercised' };
  return `${objective.sli} ${words[status]}: ${reason}`;
}

function byWeight(results: readonly ObjectiveResult[]): readonly ObjectiveResult[] {
  const rank = ({ objective }: ObjectiveResult): number => (objective.critical === true ? Infinity : objective.weight);
  // Infinity minus itself is no number.
  return [...results].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(b) - rank(a)));
}

function passWords(results: readonly ObjectiveResult[]): string {
  const tightest = results.reduce<ObjectiveResult | undefined>(
    (a, b) => (a && (a.headroom ?? Infinity) <= (b.headroom ?? Infinity) ? a : b),
    undefined,
  );
  const spare = tightest?.headroom === undefined ? '' : `, ${formatRatio(tightest.headroom)} spare`;
  const count = results.length === 1 ? 'the objective is met' : `all ${results.length} objectives are met`;
  return tightest === undefined
    ? count
    : `${count}; the tightest is ${tightest.objective.sli}: ${tightest.reason}${spare}`;
}
