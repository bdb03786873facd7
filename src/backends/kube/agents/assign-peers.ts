/** An agent that runs. */
export interface PlacedAgent {
  readonly pod: string;
  readonly node: string;
  readonly zone: string | undefined;
  readonly address: string;
}

/**
 * Whom each agent probes: one agent of every zone, its own zone's too, never itself. The agents of a zone take turns, so that no
 * agent is probed by all, and the number of probes grows with the agents, not with their square.
 */
export function assignPeers(agents: readonly PlacedAgent[]): ReadonlyMap<string, readonly PlacedAgent[]> {
  const zones = new Map<string, PlacedAgent[]>();
  for (const agent of [...agents].sort((a, b) => (a.node < b.node ? -1 : 1))) {
    const zone = agent.zone ?? '';
    zones.set(zone, [...(zones.get(zone) ?? []), agent]);
  }
  const chosen = new Map<string, readonly PlacedAgent[]>();
  for (const members of zones.values()) {
    members.forEach((agent, index) => {
      const peers = [...zones.values()].flatMap((others) => {
        const candidates = others.filter(({ pod }) => pod !== agent.pod);
        return candidates[index % Math.max(1, candidates.length)] ?? [];
      });
      chosen.set(agent.pod, peers);
    });
  }
  return chosen;
}
