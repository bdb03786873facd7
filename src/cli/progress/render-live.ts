import { formatDuration } from '../../base/quantity.ts';
import type { Output } from '../output.ts';
import type { LiveState } from './live-state.ts';

/** How the display is drawn. */
export interface LiveView {
  readonly now: number;
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly style: Output['style'];
}

const shownMarks = 5;

/** The picture of a run at one moment, no wider and no higher than the terminal. */
export function renderLive(state: LiveState, view: LiveView): string {
  const above = [...header(state, view), ''];
  const below = ['', ...clusterRows(state, view), '', ...markRows(state, view)];
  // One row less than there are: a full screen scrolls with the cursor.
  const room = Math.max(2, view.height - 1 - above.length - below.length);
  return [...above, ...streamRows(state, view, room), ...below].join('\n');
}

function header(state: LiveState, { now, title, width, style }: LiveView): readonly string[] {
  const left =
    state.phaseEndAt === undefined
      ? formatWhole(now - state.phaseStartAt)
      : `${formatWhole(Math.max(0, state.phaseEndAt - now))} left`;
  const text = `${style('bold', clip(title, width - 40))}  ${style('accent', state.phase)}  ${left}`;
  return [text, style('dim', progressBar(state, now, Math.min(width - 2, 60)))];
}

function progressBar(state: LiveState, now: number, size: number): string {
  if (state.phaseEndAt === undefined || state.phaseEndAt <= state.phaseStartAt) return '·'.repeat(size);
  const share = Math.min(1, Math.max(0, (now - state.phaseStartAt) / (state.phaseEndAt - state.phaseStartAt)));
  const done = Math.round(share * size);
  return '━'.repeat(done) + '·'.repeat(size - done);
}

/** A run has about thirty streams: two columns where one is too short, and where both are, what is bad first. */
function streamRows(state: LiveState, view: LiveView, room: number): readonly string[] {
  const all = [...state.streams.keys()].sort();
  const columns = view.width >= 120 && all.length > room ? 2 : 1;
  if (Math.ceil(all.length / columns) <= room) return cellRows(state, all, columns, view);
  const isBad = (id: string): boolean => state.streams.get(id)?.good === false;
  const ordered = [...all.filter(isBad), ...all.filter((id) => !isBad(id))];
  const shown = ordered.slice(0, (room - 1) * columns);
  const rest = ordered.slice(shown.length);
  const bad = rest.filter(isBad).length;
  const slowest = Math.max(...rest.map((id) => state.streams.get(id)?.latencyMs ?? 0));
  const words = `${bad === 0 ? 'all ok' : `${bad} bad`}, the slowest ${formatDuration(slowest)}`;
  return [
    ...cellRows(state, shown, columns, view),
    view.style(bad === 0 ? 'dim' : 'bad', `  and ${rest.length} more streams: ${words}`),
  ];
}

function cellRows(state: LiveState, ids: readonly string[], columns: number, view: LiveView): readonly string[] {
  const cellWidth = Math.floor((view.width - (columns - 1) * 2) / columns);
  const nameWidth = Math.min(cellWidth - 32, Math.max(...ids.map((id) => id.length)));
  const cells = ids.map((id) => streamCell(state, id, nameWidth, view));
  const rows = Math.ceil(cells.length / columns);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_column, column) => cells[row + column * rows] ?? '').join('  '),
  );
}

function streamCell(state: LiveState, id: string, nameWidth: number, view: LiveView): string {
  const stream = state.streams.get(id);
  if (stream === undefined) return '';
  const name = clipStart(id, nameWidth).padEnd(nameWidth);
  const latency = formatDuration(stream.latencyMs).padStart(8);
  const status = stream.good
    ? 'ok'
    : `${stream.error ?? 'bad'} ${formatWhole(view.now - (stream.badSince ?? view.now))}`;
  const mark = stream.good ? view.style('good', '✓') : view.style('bad', '✗');
  const words = clip(status, 19).padEnd(19);
  return `${mark} ${name} ${latency} ${stream.good ? view.style('dim', words) : view.style('bad', words)}`;
}

function clusterRows(state: LiveState, { style, width }: LiveView): readonly string[] {
  const workloads = [...state.workloads].map(([name, { ready, desired }]) =>
    style(ready < desired ? 'warn' : 'good', `${name} ${ready}/${desired} ready`),
  );
  const lost = [...state.nodes].filter(([, ready]) => ready !== 'True').map(([name, ready]) => `${name} ${ready}`);
  const nodes = `${state.nodes.size - lost.length}/${state.nodes.size} nodes ready`;
  const leader = `etcd leader ${state.leader ?? style('bad', 'none')}`;
  return [
    [...workloads, nodes, leader].join(' · '),
    ...(lost.length === 0 ? [] : [style('warn', clip(`not ready: ${lost.join(', ')}`, width))]),
  ];
}

function markRows(state: LiveState, { style, width }: LiveView): readonly string[] {
  return state.marks
    .filter((mark) => mark.kind !== 'phase')
    .slice(-shownMarks)
    .map((mark) => style('dim', clip(`${formatDuration(mark.at).padStart(8)}  ${mark.text}`, width)));
}

function formatWhole(ms: number): string {
  return formatDuration(Math.max(0, Math.round(ms / 1000) * 1000));
}

function clip(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;
}

/** Streams of one target differ in their last words: those stay. */
function clipStart(text: string, width: number): string {
  return text.length <= width ? text : `…${text.slice(text.length - Math.max(1, width - 1))}`;
}
