import type { Mutant } from './mutant.ts';

const indicators = 'src/indicators';
const tests = 'test/indicators';

/** A definition of an indicator that is another one: `file` is named without its folder, as are the tests. */
export function wrong(
  name: string,
  file: string,
  [from, to]: readonly [string, string],
  ...seenBy: readonly string[]
): Mutant {
  return {
    name: `indicator: ${name}`,
    file: `${indicators}/${file}.ts`,
    from,
    to,
    tests: seenBy.map((test) => `${tests}/${test}.test.ts`),
  };
}
