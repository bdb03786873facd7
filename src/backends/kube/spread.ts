/** A pod and the zone that it runs in. */
export interface Placed {
  readonly name: string;
  readonly zone: string;
}

/** How many pods each zone has; zones without any count too. */
export function countByZone(pods: readonly Placed[], zones: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map(zones.map((zone) => [zone, 0]));
  for (const { zone } of pods) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  return counts;
}

/** The most pods of a zone less the fewest; 0 where there is no zone. */
export function skewOf(counts: ReadonlyMap<string, number>): number {
  const numbers = [...counts.values()];
  return numbers.length === 0 ? 0 : Math.max(...numbers) - Math.min(...numbers);
}

/** Names of the pods to start anew, so that a scheduler that fills the emptiest zone first ends within `maxSkew`. */
export function surplus(pods: readonly Placed[], zones: readonly string[], maxSkew: number): readonly string[] {
  const rest = [...pods];
  const names: string[] = [];
  for (let counts = new Map(countByZone(rest, zones)); skewOf(counts) > maxSkew; ) {
    const [fullest] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    const [emptiest] = [...counts].reduce((a, b) => (b[1] < a[1] ? b : a));
    const index = rest.findIndex(({ zone }) => zone === fullest);
    names.push(...rest.splice(index, 1).map(({ name }) => name));
    counts = counts.set(fullest, (counts.get(fullest) ?? 0) - 1).set(emptiest, (counts.get(emptiest) ?? 0) + 1);
  }
  return names;
}
