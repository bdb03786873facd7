import { configMaps, type controlPlane, type Went } from './control-plane.ts';

/** A control plane of the tests. */
export type World = ReturnType<typeof controlPlane>;

/** Leaves only the first member running: the others are killed at once, or frozen. */
export function loseQuorum({ planes }: World, how: 'kill' | 'freeze' = 'kill'): void {
  for (const { etcd } of planes.slice(1)) {
    if (how === 'kill') etcd.exit(137);
    else etcd.freeze();
  }
}

/** Starts, or thaws, the members that were lost. */
export function bringBack(world: World): void {
  for (const plane of world.planes.slice(1)) {
    if (plane.etcd.alive) plane.etcd.thaw();
    else plane.etcd = world.startEtcd(plane.machine, false);
  }
}

/** Asks the same again and again, each time when the last answer has come, or every so often. */
export async function repeat(
  world: World,
  untilAt: number,
  periodMs: number,
  ask: () => Promise<Went>,
): Promise<Went[]> {
  const seen: Went[] = [];
  while (world.clock.now() < untilAt) {
    const nextAt = world.clock.now() + periodMs;
    seen.push(await ask());
    await world.clock.sleep(nextAt - world.clock.now());
  }
  return seen;
}

/** A list that the watch cache answers. */
export const cachedList = `${configMaps}?resourceVersion=0`;
