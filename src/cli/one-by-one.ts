import type { Outcome } from './outcome.ts';
import { runOnce, type RunOrder } from './run-once.ts';

/** Carries out runs one after the other, as long as `mayGoOn` says so of the last. */
export async function* oneByOne(
  orders: readonly RunOrder[],
  mayGoOn: (outcome: Outcome) => boolean,
): AsyncGenerator<Outcome, void> {
  for (const order of orders) {
    const outcome = await outcomeOf(order);
    yield outcome;
    if (!mayGoOn(outcome)) return;
  }
}

async function outcomeOf(order: RunOrder): Promise<Outcome> {
  try {
    return { kind: 'finished', finished: await runOnce(order) };
  } catch (thrown) {
    return { kind: 'failed', thrown };
  }
}
