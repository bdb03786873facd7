/** How many requests of each kind an apiserver works on, as it tells of it. */
export interface Inflight {
  readonly begin: (kind: RequestKind) => void;
  readonly end: (kind: RequestKind) => void;
  /** Of all kinds, now. */
  readonly count: () => number;
  readonly lines: () => readonly string[];
}

type RequestKind = 'readOnly' | 'mutating';

const kinds: readonly RequestKind[] = ['readOnly', 'mutating'];

interface Mark {
  now: number;
  /** The second that is looked at, the most in it, and the most in the one before. */
  second: number;
  most: number;
  before: number;
}

/**
 * Nothing under way. What is told is the most at a time within the last second, begun anew each second by what begins or ends in it
 * (k8s.io/apiserver, server/filters/maxinflight.go, inflightUsageMetricUpdatePeriod).
 */
export function inflightOf(now: () => number): Inflight {
  const marks = new Map(kinds.map((kind): [RequestKind, Mark] => [kind, { now: 0, second: 0, most: 0, before: 0 }]));
  const turn = (mark: Mark): void => {
    const second = Math.floor(now() / 1000);
    if (second === mark.second) return;
    mark.before = second === mark.second + 1 ? mark.most : 0;
    mark.second = second;
    mark.most = 0;
  };
  const step = (kind: RequestKind, by: number): void => {
    const mark = marks.get(kind);
    if (mark === undefined) return;
    turn(mark);
    mark.now += by;
    mark.most = Math.max(mark.most, mark.now);
  };
  return {
    begin: (kind) => step(kind, 1),
    end: (kind) => step(kind, -1),
    count: () => [...marks.values()].reduce((sum, mark) => sum + mark.now, 0),
    lines: () =>
      [...marks].map(([kind, mark]) => {
        turn(mark);
        return `apiserver_current_inflight_requests{request_kind="${kind}"} ${mark.before}`;
      }),
  };
}
