import fc from 'fast-check';

/**
 * Checks a property so often, on the same cases each time. PROPERTY_SEED takes other cases, PROPERTY_RUNS so many times as many,
 * and PROPERTY_SHRINK looks for the smallest case that fails, which takes many times as long as to find one. A failure names
 * the seed and the case.
 */
export async function property<T>(claim: fc.IAsyncProperty<T>, runs: number): Promise<void> {
  const { PROPERTY_SEED = '1', PROPERTY_RUNS = '1', PROPERTY_SHRINK } = process.env;
  await fc.assert(claim, {
    numRuns: runs * Number(PROPERTY_RUNS),
    seed: Number(PROPERTY_SEED),
    endOnFailure: PROPERTY_SHRINK === undefined,
  });
}
