import type { Clock } from '../../base/clock.ts';
import { type Agents, type AgentSample, agentTimeoutMs } from '../../core/agents.ts';
import { resolver } from './dns/resolver.ts';
import { clusterDnsAddress } from './dns/settings.ts';
import type { Cancel, Process } from './engine/process.ts';
import { httpClient } from './http/client.ts';
import type { Service } from './objects.ts';
import { kubeletPort } from './kubelet/pod-metrics.ts';
import type { NodePlace, World } from './world.ts';

const periodMs = 1000;
/** Of the nodes of a zone so many probe: through thousands, nothing more would be learnt. */
const mostOfZone = 4;
const dnsName = 'kubernetes.default.svc.cluster.local';

/** Ends a probe; undefined: it was good. */
type Settle = (error?: string) => void;
/** Begins a probe; answers with how to give it up. */
type Attempt = (settle: Settle) => Cancel;
type Aim = Pick<AgentSample, 'target' | 'to' | 'toZone'>;

/**
 * Agents on simulated nodes: each connects from its node to one node of every zone, asks the API at the address of its Service, and
 * looks that up in DNS. They are programs of nobody, so that a cut shows in what they see and not in whether they can be asked.
 */
export function simAgents(world: World, operator: Process, clock: Clock): Agents {
  const nodes = agentNodes(world);
  const zones = [...new Set(nodes.map(({ machine }) => machine.zone))].sort();
  let samples: AgentSample[] = [];

  const probe = (from: NodePlace, aim: Aim, attempt: Attempt): void => {
    const at = clock.now();
    let over = false;
    const settle: Settle = (error) => {
      if (over) return;
      over = true;
      limit();
      const outcome = { ms: clock.now() - at, good: error === undefined, ...(error === undefined ? {} : { error }) };
      samples.push({ at, from: from.name, fromZone: from.machine.zone, ...aim, ...outcome });
    };
    const limit = operator.after(agentTimeoutMs, () => {
      settle('timeout');
      giveUp();
    });
    const giveUp = attempt(settle);
  };
  const peersOf = (from: NodePlace, index: number): readonly NodePlace[] =>
    zones.flatMap((zone) => {
      const others = nodes.filter(({ machine, name }) => machine.zone === zone && name !== from.name);
      return others[index % Math.max(1, others.length)] ?? [];
    });
  const round = (): void => {
    nodes.forEach((from, index) => {
      if (!from.machine.on) return;
      for (const to of peersOf(from, index)) {
        probe(from, { target: 'peer', to: to.name, toZone: to.machine.zone }, dial(world, operator, from, to));
      }
      probe(from, { target: 'api', to: undefined, toZone: undefined }, askApi(world, operator, from));
      probe(from, { target: 'dns', to: undefined, toZone: undefined }, lookUp(world, operator, from));
    });
    operator.after(periodMs, round);
  };
  return {
    start: async () => round(),
    collect: async () => {
      const taken = samples;
      samples = [];
      return taken;
    },
    unheard: () => [],
  };
}

function agentNodes({ nodes }: World): readonly NodePlace[] {
  const byZone = new Map<string, number>();
  return [...nodes.values()].filter(({ zone }) => {
    const before = byZone.get(zone) ?? 0;
    byZone.set(zone, before + 1);
    return before < mostOfZone;
  });
}

function dial({ network }: World, operator: Process, from: NodePlace, to: NodePlace): Attempt {
  return (settle) => {
    const socket = network.dial(operator, from.on, { address: to.on.address, port: kubeletPort }, () => {
      settle();
      socket.close();
    });
    socket.onEnd = () => settle('ECONNREFUSED');
    return () => socket.close();
  };
}

function askApi({ network, store }: World, operator: Process, { on }: NodePlace): Attempt {
  return (settle) => {
    const service = store.get('services', 'default/kubernetes') as Service | undefined;
    const address = service?.spec.clusterIP ?? '';
    return httpClient(network, operator, on).call(
      { method: 'GET', path: '/livez', headers: {}, body: undefined },
      { to: { address, port: 443 }, use: 'new', tls: true, timeoutMs: agentTimeoutMs },
      {
        done: (outcome) => {
          if (outcome.answer === undefined) settle(outcome.error);
          else settle(outcome.answer.status === 200 ? undefined : `status ${outcome.answer.status}`);
        },
      },
    );
  };
}

function lookUp({ network, params }: World, operator: Process, { on }: NodePlace): Attempt {
  const { timeoutMs, ndots } = params.dns;
  const settings = () => ({ nameservers: [clusterDnsAddress], search: [], ndots, timeoutMs, attempts: 1 });
  return (settle) =>
    resolver({ network, process: operator, from: on, settings }).lookup(dnsName, ({ error }) =>
      error === undefined ? settle() : settle(error),
    );
}
