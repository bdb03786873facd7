import { expect } from 'chai';
import type { HistoryEntry } from '../../../src/core/history.ts';
import { renderIndex } from '../../../src/reporters/html/index-page.ts';
import { markupFaults } from '../../support/markup-faults.ts';

const run = (day: number, changed: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: `r${day}`,
  scenario: 'az-failure',
  title: 'One availability zone is cut off',
  backend: 'kind',
  verdict: 'pass',
  score: 80,
  startedAt: `2026-11-0${day}T00:00:00.000Z`,
  href: `r${day}/report.html`,
  slis: { 'api.recovery': day * 1000 },
  ...changed,
});

describe('renderIndex', () => {
  it('is well-formed, self-contained and lists the newest run first', () => {
    const page = renderIndex([run(1), run(3), run(2)]);
    expect(markupFaults(page)).to.deep.equal([]);
    expect(page).not.to.match(/<script|https?:\/\/|\ssrc=/);
    const table = page.slice(page.indexOf('All runs'));
    expect([...table.matchAll(/href="(r\d)/g)].map(([, id]) => id)).to.deep.equal(['r3', 'r2', 'r1']);
  });

  it('counts how often the newest verdict came in a row', () => {
    const page = renderIndex([run(1), run(2, { verdict: 'fail' }), run(3), run(4)]);
    expect(page).to.include('2 times in a row');
    expect(page).to.include('aria-label="Verdicts, oldest first: Passed, Failed, Passed, Passed"');
  });

  it('never mixes rehearsals and real runs in one series', () => {
    const page = renderIndex([run(1), run(2, { backend: 'sim', simulated: true })]);
    expect(page.match(/<article/g)).to.have.length(2);
    expect(page).to.include('sim (SIMULATED)');
  });

  it('leaves a gap where a run has no number', () => {
    const entries = [run(1), run(2, { slis: {} }), run(3), run(4)];
    expect(/<path class="s-accent"[^>]* d="([^"]*)"/.exec(renderIndex(entries))![1]!.match(/M/g)).to.have.length(2);
  });

  it('prints a value beside its trend only where it is known whether it is a lower bound', () => {
    const page = (censored?: readonly string[]): string =>
      renderIndex([run(1), run(2, censored === undefined ? {} : { censored })]);
    expect(page()).to.include('<small>api.recovery</small>');
    expect(page([])).to.include('<small>api.recovery 2 s</small>');
    expect(page(['api.recovery'])).to.include('<small>api.recovery ≥ 2 s</small>');
  });

  it('escapes and survives having no run', () => {
    expect(renderIndex([run(1, { title: '<script>' })])).not.to.include('<script');
    expect(renderIndex([])).to.include('No run yet.');
  });
});
