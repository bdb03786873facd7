import { grouped } from '../../base/grouped.ts';
import type { EtcdObservation } from '../../core/observation.ts';
import { ofKind } from '../../core/observation-log.ts';
import type { Timeline } from '../../core/timeline.ts';
import { durationText, offsetText } from '../words.ts';
import { timeFigure } from './figure.ts';
import type { TimeFrame } from './frame.ts';
import { drawLanes, type Lane, type LaneSpan } from './lanes.ts';
import type { Markup } from './markup.ts';
import { type Step, steps } from './steps.ts';
import { numeric, table } from './table.ts';

type MemberState = 'leads' | 'follows' | 'has no leader' | 'unreachable';
type WholeState = 'led' | 'leaderless' | 'unknown';

type Look = Pick<LaneSpan, 'paint' | 'shape'>;
const leads: Look = { paint: 'accent', shape: 'full' };
const leaderless: Look = { paint: 'bad', shape: 'full' };
const unreachable: Look = { paint: 'unknown', shape: 'hatch' };
/** To follow is how it should be: nothing is drawn over the lane. */
const looks: Readonly<Record<MemberState, Look | undefined>> = {
  leads,
  follows: undefined,
  'has no leader': leaderless,
  unreachable,
};

/** Which etcd member led, and when nobody did; undefined when none was scraped. */
export function etcdLanes(frame: TimeFrame, timeline: Timeline): Markup | undefined {
  const scrapes = [...ofKind(timeline, 'etcd')].sort((a, b) => a.at - b.at);
  if (scrapes.length === 0) return undefined;
  const members = [...grouped(scrapes, ({ node }) => node)];
  const endAt = Math.min(frame.toMs, scrapes.at(-1)?.at ?? frame.toMs);
  const states = members.map(([name, seen]) => [name, steps(seen.map(memberSighting), endAt)] as const);
  const whole = steps(wholeSightings(scrapes), endAt);
  const leaders = states.filter(([, own]) => own.some(({ state }) => state === 'leads')).map(([name]) => name);
  return timeFigure(
    frame,
    {
      id: 'etcd',
      title: 'etcd leadership',
      description: `Led by ${leaders.join(', then ') || 'nobody that was seen'}. Without a leader ${whole.filter(({ state }) => state === 'leaderless').length} times.`,
      note: 'From scrapes of each member, so no finer than their interval. A member that was cut off may believe in its old leader for a while.',
      legend: [
        { shape: 'bar', paint: 'accent', text: 'leads' },
        { shape: 'line', paint: 'seen', text: 'follows' },
        { shape: 'bar', paint: 'bad', text: 'has no leader' },
        { shape: 'hatch', paint: 'unknown', text: 'unreachable' },
      ],
      table: table(
        'What each member said',
        ['Member', 'State', numeric('From'), numeric('Length')],
        [...states, ['all members', whole] as const].flatMap(([name, own]) =>
          own.map((step) => [name, step.state, offsetText(step.from), lengthText(step)]),
        ),
      ),
    },
    drawLanes(frame, [
      wholeLane(frame, whole, endAt),
      ...states.map(([name, own]) => memberLane(frame, name, own, endAt)),
    ]),
  );
}

function memberSighting(scrape: EtcdObservation): { at: number; state: MemberState } {
  const { at, reachable, isLeader, hasLeader } = scrape;
  if (!reachable) return { at, state: 'unreachable' };
  if (isLeader === true) return { at, state: 'leads' };
  return { at, state: hasLeader === false ? 'has no leader' : 'follows' };
}

/** The cluster's own state after each scrape: what the last words of all members amount to. */
function wholeSightings(scrapes: readonly EtcdObservation[]): readonly { at: number; state: WholeState }[] {
  const last = new Map<string, EtcdObservation>();
  return scrapes.map((scrape) => {
    last.set(scrape.node, scrape);
    const answers = [...last.values()].filter(({ reachable, hasLeader }) => reachable && hasLeader !== undefined);
    if (answers.length === 0) return { at: scrape.at, state: 'unknown' };
    return { at: scrape.at, state: answers.some(({ hasLeader }) => hasLeader === true) ? 'led' : 'leaderless' };
  });
}

function wholeLane(frame: TimeFrame, whole: readonly Step<WholeState>[], endAt: number): Lane {
  const spans = whole
    .filter(({ state }) => state !== 'led')
    .map(
      (step): LaneSpan => ({
        ...(step.state === 'leaderless' ? leaderless : unreachable),
        from: step.from,
        to: step.to,
        open: step.last,
        title: `${step.state === 'leaderless' ? 'no leader' : 'nobody answered'} from ${offsetText(step.from)} for ${lengthText(step)}`,
      }),
    );
  return {
    name: 'any leader?',
    title: 'whether any member knew a leader',
    seen: [whole[0]?.from ?? frame.fromMs, endAt],
    spans,
    ticks: [],
  };
}

function memberLane(frame: TimeFrame, name: string, own: readonly Step<MemberState>[], endAt: number): Lane {
  const spans = own.flatMap((step): LaneSpan[] => {
    const look = looks[step.state];
    if (look === undefined) return [];
    const title = `${name} ${step.state} from ${offsetText(step.from)} for ${lengthText(step)}`;
    // To lead until the end is how it should be: no arrow.
    const open = step.last && step.state !== 'leads';
    return [{ ...look, from: step.from, to: step.to, open, title, label: step.state }];
  });
  return {
    name: frame.shortName(name),
    title: name,
    group: 'members',
    seen: [own[0]?.from ?? frame.fromMs, endAt],
    spans,
    ticks: [],
  };
}

function lengthText({ from, to, last }: Step<string>): string {
  return `${last ? '≥ ' : ''}${durationText(to - from)}`;
}
