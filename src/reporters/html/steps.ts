/** A state that holds from one sighting to the next. */
export interface Step<State extends string> {
  readonly from: number;
  readonly to: number;
  readonly state: State;
  /** It still held when nothing more was seen. */
  readonly last: boolean;
}

/** Stretches of equal state from sightings in time order; the last one holds until `endAt`. */
export function steps<State extends string>(
  sightings: readonly { readonly at: number; readonly state: State }[],
  endAt: number,
): readonly Step<State>[] {
  const changes = sightings.filter(({ state }, index) => sightings[index - 1]?.state !== state);
  return changes.map(({ at, state }, index) => {
    const next = changes[index + 1];
    return { from: at, to: next?.at ?? Math.max(at, endAt), state, last: next === undefined };
  });
}
