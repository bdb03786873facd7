import { expect } from 'chai';
import { HarnessError } from '../../src/core/errors.ts';
import type { Scenario } from '../../src/core/scenario.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { fixtureRegistries, goodText } from './registries.fixture.ts';

/** Loads a text as scenarios/az.yaml. */
export const load = (text: string, overrides: readonly string[] = []): Scenario =>
  loadScenario({ file: 'scenarios/az.yaml', text, overrides }, fixtureRegistries);

/** The lines of the error that an action ends in. */
export const linesOf = (action: () => unknown): readonly string[] => {
  try {
    action();
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    expect(error.code).to.equal('scenario-invalid');
    return error.message.split('\n');
  }
  throw new Error('it was accepted');
};

/** The lines of the error that a text and its overrides get. */
export const mistakes = (text: string, overrides: readonly string[] = []): readonly string[] =>
  linesOf(() => load(text, overrides));

/** The good scenario with one text in place of another, which must be there. */
export const changed = (from: string, to: string): string => {
  expect(goodText).to.contain(from);
  return goodText.replace(from, to);
};
