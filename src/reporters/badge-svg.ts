import type { Reporter } from '../core/report.ts';
import { escapeText } from './escape.ts';
import { scoreText, verdictWords } from './words.ts';

const colours = { pass: '#1d7a46', fail: '#bf2c23', inconclusive: '#8a5a00' } as const;
/** Rough width of a letter at 11 px; textLength makes the text fit what was reckoned. */
const letter = 6.6;
const padding = 7;

/** badge.svg: scenario and verdict for a README; a rehearsal says that it is one. */
export const badgeSvg: Reporter<string> = {
  name: 'badge-svg',
  summary: 'Scenario and verdict as a badge.',
  file: 'badge.svg',
  render: ({ scenario, verdict, score, simulated }) => {
    const left = `${scenario.name}${simulated ? ' (SIMULATED)' : ''}`;
    const right = `${verdictWords[verdict].toLowerCase()}${verdict === 'inconclusive' || score === undefined ? '' : ` ${scoreText(score)}`}`;
    const [a, b] = [left, right].map((text) => Math.round(text.length * letter)) as [number, number];
    const [first, second] = [a + 2 * padding, b + 2 * padding];
    const text = (at: number, width: number, words: string): string =>
      `<text x="${at + padding}" y="14" textLength="${width}" lengthAdjust="spacingAndGlyphs">${escapeText(words)}</text>`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${first + second}" height="20" role="img" aria-label="${escapeText(`${left}: ${right}`)}">`,
      `<title>${escapeText(`${left}: ${right}`)}</title>`,
      `<clipPath id="r"><rect width="${first + second}" height="20" rx="3"/></clipPath>`,
      `<g clip-path="url(#r)"><rect width="${first}" height="20" fill="#3a3f47"/><rect x="${first}" width="${second}" height="20" fill="${colours[verdict]}"/></g>`,
      `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">${text(0, a, left)}${text(first, b, right)}</g>`,
      '</svg>',
      '',
    ].join('\n');
  },
};
