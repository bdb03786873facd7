import type { ClusterFacts } from './cluster.ts';
import type { ErrorRecord } from './errors.ts';
import type { Measurement } from './indicator.ts';
import type { Objective, ObjectiveStatus, ValidityCheck, Verdict } from './objective.ts';
import type { FaultRecord, Mark, Phase, Timeline } from './timeline.ts';
import type { Twin } from './twin.ts';

export const reportSchema = 'aftershock/run/v1';

/** An interval in which a stream was bad: [first bad, first good), scored from two bad in a row. */
export interface Outage {
  readonly stream: string;
  readonly startAt: number;
  /** First good instant; for an open outage the last instant that was seen. */
  readonly endAt: number;
  /** Never seen to end: its length is a lower bound. */
  readonly open: boolean;
  readonly samples: number;
  /** How often each kind of error was seen. */
  readonly errors: Readonly<Record<string, number>>;
}

export interface SliReport {
  readonly status: Measurement['status'];
  readonly value?: number;
  readonly unit: string;
  /** One sentence, and the exact definition with its parameters: a saved run says what its numbers mean. */
  readonly summary?: string;
  readonly definition?: string;
  readonly samples?: number;
  readonly reason?: string;
  readonly evidence?: string;
  readonly bounds?: readonly [number, number];
  /** The same indicator over each phase alone, where that makes sense. */
  readonly phases: Readonly<
    Record<string, { readonly status: Measurement['status']; readonly value?: number; readonly samples?: number }>
  >;
}

export interface SloReport {
  readonly sli: string;
  readonly objective: string;
  readonly comparison: Objective['comparison'];
  readonly bound: number;
  readonly limit: number;
  readonly weight: number;
  readonly during: readonly string[];
  /** As in the objective: which streams, taken together how, from which value on a warning, and whether a miss costs everything. */
  readonly streams?: readonly string[];
  readonly aggregate?: Objective['aggregate'];
  readonly warn?: number;
  readonly critical?: boolean;
  readonly profile?: string;
  readonly value?: number;
  readonly censored: boolean;
  /** What the value rests on; undefined where nothing was measured. */
  readonly samples?: number;
  readonly unit: string;
  readonly status: ObjectiveStatus;
  readonly score?: number;
  readonly headroom?: number;
  readonly reason: string;
  /** Set where the objective is met and its warning bound is not. */
  readonly warning?: string;
}

/** A burn-rate alert, and whether this incident would have set it off. Instants in ms since the run began. */
export interface BurnAlert {
  readonly severity: 'page' | 'ticket';
  /** How many times faster than evenly the budget must be burnt, in both windows. */
  readonly factor: number;
  readonly longMs: number;
  readonly shortMs: number;
  /** So much bad time within the long window sets it off, however short it is ago. */
  readonly needsBadMs: number;
  /** The highest burn rate over the long window that the run reached. */
  readonly peakBurn: number;
  readonly firedAt?: number;
  /** How long after the first fault. */
  readonly afterMs?: number;
}

/** What an incident cost of a service's error budget. */
export interface BudgetReport {
  readonly service: 'api' | 'workload';
  readonly streams: readonly string[];
  /** Which share of the requests must be good over the window. */
  readonly objective: number;
  readonly windowMs: number;
  /** Bad time: the share of bad requests of each second, summed. */
  readonly badMs: number;
  /** Share of the window's budget; 1 is all of it. */
  readonly cost: number;
  /** How many such incidents the window's budget affords; left out where it cost nothing. */
  readonly affordable?: number;
  /** A stream was still bad when the observation ended: the cost is a lower bound. */
  readonly open: boolean;
  readonly alerts: readonly BurnAlert[];
}

/** What the cluster's own settings imply for an indicator, beside what was measured. */
export interface ExpectedReport {
  readonly sli: string;
  /** Smallest and largest value that the settings allow, in ms. */
  readonly bounds: readonly [number, number];
  /** How the bounds come about. */
  readonly arithmetic: string;
  readonly measured?: number;
  readonly censored?: boolean;
  /** Where the measured value lies; a gap means that something else decides. Left out where nothing was measured. */
  readonly place?: 'below' | 'within' | 'above';
}

/** A missed objective, traced to its slowest phase, with the setting that moves it. */
export interface AdviceReport {
  readonly rule: string;
  readonly sli: string;
  readonly objective: string;
  /** What took longest, and all parts with it, in ms. */
  readonly slowest: string;
  readonly parts: readonly { readonly name: string; readonly ms: number }[];
  readonly setting: string;
  /** The arithmetic, in a sentence. */
  readonly text: string;
  readonly costs: string;
}

/** A lost replica and its replacement: one row of the rescheduling waterfall. Instants in ms since the run began. */
export interface Reschedule {
  readonly lostPod: string;
  readonly lostNode: string | undefined;
  readonly notReadyAt: number | undefined;
  readonly deletedAt: number | undefined;
  readonly replacement: string | undefined;
  readonly replacementNode: string | undefined;
  readonly createdAt: number | undefined;
  readonly scheduledAt: number | undefined;
  readonly readyAt: number | undefined;
  /** Of the node that it was lost on: when it turned not Ready, and when it was tainted NoExecute. Left out where not seen. */
  readonly nodeNotReadyAt?: number;
  readonly taintedAt?: number;
  /** Of the replacement: its sandbox, its containers, and its place among the endpoints of a service. */
  readonly sandboxAt?: number;
  readonly startedAt?: number;
  readonly inEndpointsAt?: number;
}

/** run.json: all that a report shows, and what a saved run can be judged by again. */
export interface RunReport {
  readonly schema: typeof reportSchema;
  readonly id: string;
  readonly scenario: {
    readonly name: string;
    readonly title: string;
    readonly hypothesis: string;
    readonly text: string;
    readonly overrides: readonly string[];
  };
  readonly backend: string;
  readonly simulated: boolean;
  readonly seed: number;
  readonly command: string;
  readonly startedAt: string;
  readonly endedAt: number;
  readonly versions: ClusterFacts['versions'];
  readonly topology: ClusterFacts['topology'];
  readonly probePath: string;
  readonly phases: readonly Phase[];
  readonly marks: readonly Mark[];
  readonly faults: readonly FaultRecord[];
  readonly outages: readonly Outage[];
  readonly reschedules: readonly Reschedule[];
  readonly slis: Readonly<Record<string, SliReport>>;
  readonly slos: readonly SloReport[];
  /** Left out by versions that did not work them out. */
  readonly expected?: readonly ExpectedReport[];
  readonly advice?: readonly AdviceReport[];
  /** What rehearsals with the same settings predict, where they were asked for. */
  readonly twin?: Twin;
  readonly budgets?: readonly BudgetReport[];
  readonly score: number | undefined;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly validity: readonly ValidityCheck[];
  /** What of the steady state did not hold before the faults; left out by versions that did not save it. */
  readonly steadyState?: readonly string[];
  readonly leftovers: readonly string[];
  readonly stoppedBy?: ErrorRecord;
  readonly applied: readonly unknown[];
  readonly harness: {
    readonly latenessP99Ms: number | undefined;
    readonly probesPlanned: number;
    readonly probesSent: number;
    readonly cpuMs: number;
    readonly rssMb: number;
    readonly clockStepMs?: number;
  };
}

/** A file's content; in parts, made as they are written, where the whole would be too long to hold. */
export type Rendered = string | Uint8Array | AsyncIterable<Uint8Array>;

/** Renders a report to text. Pure: the timeline is there for the charts. */
export interface Reporter<Content extends Rendered = Rendered> {
  readonly name: string;
  readonly summary: string;
  /** The file's name in the run's folder. */
  readonly file: string;
  readonly render: (report: RunReport, timeline: Timeline) => Content;
}
