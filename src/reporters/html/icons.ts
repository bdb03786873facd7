import type { ObjectiveStatus, ValidityCheck, Verdict } from '../../core/objective.ts';
import { statusWords, verdictWords } from '../words.ts';
import { html, type Markup, trusted } from './markup.ts';

type Shape = 'tick' | 'cross' | 'question' | 'dash' | 'warning';
type Tone = 'good' | 'bad' | 'doubt' | 'muted';

const shapes: Readonly<Record<Shape, string>> = {
  tick: '<path d="M3.5 8.5l3 3 6-7"/>',
  cross: '<path d="M4 4l8 8M12 4l-8 8"/>',
  question: '<path d="M5.5 6a2.5 2.5 0 1 1 3.4 2.3c-.6.3-.9.7-.9 1.4"/><path d="M8 12.4v.2"/>',
  dash: '<path d="M4 8h8"/>',
  warning: '<path d="M8 3v6"/><path d="M8 12.4v.2"/>',
};

/** The verdict as a word and a sign, never as a colour alone. */
export function verdictBadge(verdict: Verdict): Markup {
  const look = { pass: ['tick', 'good'], fail: ['cross', 'bad'], inconclusive: ['question', 'doubt'] } as const;
  const [shape, tone] = look[verdict];
  return html`<span class="verdict ${tone}">${icon(shape, 22)}${verdictWords[verdict]}</span>`;
}

/** An objective's status as a word and a sign. */
export function statusBadge(status: ObjectiveStatus): Markup {
  const look = {
    met: ['tick', 'good'],
    missed: ['cross', 'bad'],
    unmeasured: ['question', 'doubt'],
    skipped: ['dash', 'muted'],
  } as const satisfies Readonly<Record<string, readonly [Shape, Tone]>>;
  const [shape, tone] = look[status];
  return badge(shape, tone, statusWords[status]);
}

/** A validity check's status as a word and a sign. */
export function checkBadge(status: ValidityCheck['status']): Markup {
  const look = { ok: ['tick', 'good'], warning: ['warning', 'doubt'], failed: ['cross', 'bad'] } as const;
  const [shape, tone] = look[status];
  return badge(shape, tone, status);
}

/** A word in its tone, with its sign. */
export function badge(shape: Shape, tone: Tone, word: string): Markup {
  return html`<span class="badge ${tone}">${icon(shape, 14)}${word}</span>`;
}

function icon(shape: Shape, size: number): Markup {
  return html`<svg viewBox="0 0 16 16" width="${size}" height="${size}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${trusted(shapes[shape])}</svg>`;
}
