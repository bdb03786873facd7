import type { Outcome } from './outcome.ts';

/** Carries out what is ordered, one after the other, as long as `mayGoOn` says so of the last. */
export async function* oneByOne<Order, T>(
  orders: readonly Order[],
  carryOut: (order: Order) => Promise<T>,
  mayGoOn: (outcome: Outcome<T>) => boolean,
): AsyncGenerator<Outcome<T>, void> {
  for (const order of orders) {
    const outcome = await carryOut(order).then(
      (finished) => ({ kind: 'finished', finished }) as const,
      (thrown: unknown) => ({ kind: 'failed', thrown }) as const,
    );
    yield outcome;
    if (!mayGoOn(outcome)) return;
  }
}
