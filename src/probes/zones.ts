import { z } from 'zod';
import { limitOn } from '../base/clock.ts';
import type { Agents } from '../core/agents.ts';
import { define } from '../core/definition.ts';
import { messageOf } from '../core/errors.ts';
import type { Probe, ProbeContext } from '../core/probe.ts';
import { positiveDuration } from './timing.ts';

const params = z.strictObject({
  collectEvery: positiveDuration().prefault('5s').describe('Time between two fetches of what the agents saw.'),
  collectWithin: positiveDuration()
    .prefault('30s')
    .describe('How long agents that could not be reached are asked again at the end.'),
});

/** Probes from inside every zone. */
export const zones: Probe = {
  ...define(
    {
      name: 'zones',
      summary: 'Agents on every node that probe each other across zones, the API and DNS, once a second each.',
      notes: {
        agents:
          'A DaemonSet in the run’s namespace, its program in a ConfigMap on agent.image, without any right. Each agent probes one agent of every zone.',
        isolation: 'An agent that cannot be reached keeps what it saw; it is fetched when it can be again.',
      },
      params,
    },
    ({ collectEvery, collectWithin }) => ({
      streams: () => [],
      prepare: async (context) => {
        const { agents } = context.cluster;
        if (agents !== undefined) await start(context, agents);
      },
      observe: async (context) => {
        const { agents } = context.cluster;
        if (agents === undefined) return;
        await collect(context, agents, collectEvery);
        await fetchRest(context, agents, collectWithin);
      },
    }),
  ),
  alwaysOn: false,
};

async function start({ clock, emit, signal }: ProbeContext, agents: Agents): Promise<void> {
  const sight = (state: 'seeing' | 'blind', detail: string): void =>
    emit({ kind: 'watch', at: clock.now(), resource: 'agents', state, detail });
  sight('blind', 'the agents do not run yet');
  try {
    await agents.start(signal);
  } catch (error) {
    sight('blind', messageOf(error));
    return;
  }
  sight('seeing', 'the agents run');
}

async function collect({ clock, emit, signal }: ProbeContext, agents: Agents, everyMs: number): Promise<void> {
  while (!signal.aborted) {
    for (const sample of await agents.collect(signal)) emit({ kind: 'agent', ...sample });
    await clock.sleep(everyMs, signal);
  }
}

/** What an isolated agent saw comes when it can be reached again; one that stays away is told by its silence. */
async function fetchRest({ clock, emit }: ProbeContext, agents: Agents, withinMs: number): Promise<void> {
  const limit = limitOn(clock, withinMs);
  do {
    for (const sample of await agents.collect(limit.signal)) emit({ kind: 'agent', ...sample });
    if (agents.unheard().length === 0) break;
    await clock.sleep(1000, limit.signal);
  } while (!limit.signal.aborted);
  limit.dispose();
}
