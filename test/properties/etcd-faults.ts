import fc from 'fast-check';
import { configMap, configMaps, type controlPlane, type Plane } from '../backends/sim/apiserver/control-plane.ts';

export type ControlPlane = ReturnType<typeof controlPlane>;

/** What may happen to a member, or be asked of its apiserver, and how long nothing else happens then. */
export interface Step {
  readonly what: 'kill' | 'freeze' | 'cut' | 'deafen' | 'heal' | 'write';
  readonly who: number;
  readonly pauseMs: number;
}

/** Any sequence of them: several members may be away at once, none may be, and writes fall in between. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    what: fc.constantFrom('kill', 'freeze', 'cut', 'deafen', 'heal', 'write', 'write'),
    who: fc.nat(2),
    pauseMs: fc.integer({ min: 10, max: 4000 }),
  }),
  { minLength: 5, maxLength: 25 },
);

const members = ['172.18.0.0/29'];

/** Brings a member back, with its disk. */
export function healMember(world: ControlPlane, plane: Plane): void {
  world.network.filterOf(plane.machine).clear('cut');
  if (plane.etcd.alive) plane.etcd.thaw();
  else plane.etcd = world.startEtcd(plane.machine, false);
}

/** Does it to a member; both directions are cut, or only what comes in. */
export function harm(world: ControlPlane, plane: Plane, what: Exclude<Step['what'], 'heal' | 'write'>): void {
  const filter = world.network.filterOf(plane.machine);
  if (what === 'kill') plane.etcd.exit(137);
  else if (what === 'freeze') plane.etcd.freeze();
  else if (what === 'deafen') filter.set('cut', [{ hook: 'in', ranges: members }]);
  else {
    filter.set('cut', [
      { hook: 'in', ranges: members },
      { hook: 'out', ranges: members },
    ]);
  }
}

/** Takes the steps; answers with the names that were acknowledged, when every write has been answered. */
export async function take(world: ControlPlane, story: readonly Step[]): Promise<readonly string[]> {
  const acknowledged: string[] = [];
  const pending: Promise<void>[] = [];
  for (const [n, { what, who, pauseMs }] of story.entries()) {
    const plane = world.planes[who]!;
    if (what === 'heal') healMember(world, plane);
    else if (what === 'write') {
      const name = `w${n}`;
      const asked = world.ask(plane, 'POST', configMaps, configMap(name));
      const note = asked.then(({ status }) => {
        if (status === 201) acknowledged.push(name);
      });
      pending.push(note);
    } else harm(world, plane, what);
    await world.clock.sleep(pauseMs);
  }
  for (const plane of world.planes) healMember(world, plane);
  await Promise.all(pending);
  return acknowledged;
}

/** Looks at all members every 10 ms until it is stopped; answers with the terms that had more than one leader. */
export function watchLeaders(world: ControlPlane): () => readonly string[] {
  const leaders = new Map<number, Set<string>>();
  let over = false;
  const look = (): void => {
    if (over) return;
    for (const { name } of world.planes) {
      const health = world.etcd.health(name);
      if (health?.isLeader === true) leaders.set(health.term, (leaders.get(health.term) ?? new Set()).add(name));
    }
    world.clock.at(world.clock.now() + 10, look);
  };
  look();
  return () => {
    over = true;
    return [...leaders].filter(([, who]) => who.size > 1).map(([term, who]) => `${term}: ${[...who].join(', ')}`);
  };
}
