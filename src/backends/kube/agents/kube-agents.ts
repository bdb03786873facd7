import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Clock } from '../../../base/clock.ts';
import type { Agents, AgentSample } from '../../../core/agents.ts';
import { HarnessError } from '../../../core/errors.ts';
import { retrying } from '../api-error.ts';
import type { Node } from '../api-types.ts';
import type { KubeClient } from '../kube-client.ts';
import { assignPeers, type PlacedAgent } from './assign-peers.ts';
import { findAgents } from './find-agents.ts';
import { agentManifests, agentPort } from './manifests.ts';
import { readAgent, type Reading, unread } from './read-agent.ts';

/** What agents are started with. */
export interface AgentAccess {
  readonly client: KubeClient;
  readonly clock: Clock;
  /** The run's own. */
  readonly namespace: string;
  readonly image: string;
}

const startWithinMs = 60_000;
/** Not all: a node that is not well must not keep the others from being probed. */
const enoughShare = 0.5;
const lookEveryMs = 1000;
const askTimeoutMs = 3000;

/** Agents in the run's own namespace, asked through the API's proxy. */
export function kubeAgents(access: AgentAccess): Agents {
  const { client, namespace } = access;
  const token = randomBytes(16).toString('hex');
  const readings = new Map<string, Reading>();
  const call = { timeoutMs: askTimeoutMs };
  let agents: readonly PlacedAgent[] = [];
  let sentTo = '';
  const proxied = (pod: string, path: string): string =>
    `/api/v1/namespaces/${namespace}/pods/http:${pod}:${agentPort}/proxy/${token}/${path}`;

  /** Tells every agent whom to probe, once for each set of agents. */
  async function sendPeers(signal: AbortSignal): Promise<void> {
    const who = agents.map(({ pod, address }) => `${pod} ${address}`).join();
    if (who === sentTo) return;
    const chosen = assignPeers(agents);
    const statuses = await Promise.all(
      agents.map(async ({ pod }) => {
        const body = (chosen.get(pod) ?? []).map(({ node, address }) => ({ name: node, address, port: agentPort }));
        const answer = client.request('POST', proxied(pod, 'peers'), { ...call, body, signal });
        return await answer.then(({ status }) => status).catch(() => 0);
      }),
    );
    if (statuses.every((status) => status === 200)) sentTo = who;
  }

  async function read({ pod, node, zone }: PlacedAgent, signal: AbortSignal): Promise<readonly AgentSample[]> {
    const reading = readings.get(pod) ?? unread();
    readings.set(pod, reading);
    const samples = await readAgent(reading, access.clock, async (after) => {
      const { body } = await client.request<unknown>('GET', proxied(pod, `samples?after=${after}`), {
        ...call,
        signal,
      });
      return body;
    });
    const zoneOf = (name: string | undefined): string | undefined => agents.find((one) => one.node === name)?.zone;
    return samples.map((sample) => ({ ...sample, from: node, fromZone: zone, toZone: zoneOf(sample.to) }));
  }

  return {
    start: async (signal) => {
      agents = await startAgents(access, token, signal);
      await sendPeers(signal);
    },
    collect: async (signal) => {
      agents = await findAgents(client, namespace, agents, signal).catch(() => agents);
      await sendPeers(signal);
      const pages = await Promise.allSettled(agents.map((agent) => read(agent, signal)));
      return pages.flatMap((page) => (page.status === 'fulfilled' ? page.value : []));
    },
    unheard: () => {
      const heardAt = ({ pod }: PlacedAgent): number => readings.get(pod)?.heardAt ?? -Infinity;
      const latest = Math.max(...agents.map(heardAt));
      return agents.filter((agent) => heardAt(agent) < latest - askTimeoutMs).map(({ node }) => node);
    },
  };
}

/** Puts the agents in place and waits until they run. Throws HarnessError('unavailable') when not even half of them do in 60 s. */
async function startAgents(
  { client, clock, namespace, image }: AgentAccess,
  token: string,
  signal: AbortSignal,
): Promise<readonly PlacedAgent[]> {
  const script = readFileSync(new URL('./agent.mjs', import.meta.url), 'utf8');
  for (const [path, object] of agentManifests({ namespace, image, script, token })) {
    await retrying({ clock, signal, budgetMs: startWithinMs }, () => client.apply(path, object, { signal }));
  }
  const giveUpAt = clock.now() + startWithinMs;
  const { items } = await client.list<Node>('/api/v1/nodes', { signal });
  for (let agents: readonly PlacedAgent[] = []; ; await clock.sleep(lookEveryMs, signal)) {
    agents = await findAgents(client, namespace, agents, signal).catch(() => []);
    const isLate = clock.now() > giveUpAt;
    if (agents.length === items.length || (isLate && agents.length >= enoughShare * items.length)) return agents;
    signal.throwIfAborted();
    if (!isLate) continue;
    const message = `${agents.length} of ${items.length} agents run after ${startWithinMs / 1000} s`;
    const hint = `Is ${image} on the nodes? Look at the pods of the namespace ${namespace}.`;
    throw new HarnessError('unavailable', message, { hint });
  }
}
