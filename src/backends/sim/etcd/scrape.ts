import type { EtcdObservation } from '../../../core/observation.ts';
import { memberHealth } from '../../kube/etcd.ts';
import type { Process } from '../engine/process.ts';
import { httpClient } from '../http/client.ts';
import type { Interface, Network } from '../network/network.ts';
import { metricsPort } from './protocol.ts';

export interface Scraping {
  readonly network: Network;
  /** Who asks, from each member's own machine: its metrics are for its machine alone. */
  readonly process: Process;
  readonly members: readonly { readonly node: string; readonly on: Interface }[];
}

const timeoutMs = 1000;

/** Asks each member once for its metrics; one that does not answer within 1 s is an observation, too. */
export async function scrapeMembers({ members, ...from }: Scraping): Promise<readonly EtcdObservation[]> {
  return await Promise.all(
    members.map(async ({ node, on }): Promise<EtcdObservation> => {
      const health = await memberPage(from, on, '/metrics').then(memberHealth, () => ({ reachable: false }));
      return { kind: 'etcd', at: from.process.now(), node, ...health };
    }),
  );
}

/** A page of a member's metrics port. Rejects when it does not answer within 1 s. */
export function memberPage(
  { network, process }: Pick<Scraping, 'network' | 'process'>,
  on: Interface,
  path: '/metrics' | '/health',
): Promise<string> {
  return new Promise((resolve, reject) => {
    httpClient(network, process, on).call(
      { method: 'GET', path, headers: {}, body: undefined },
      { to: { address: on.address, port: metricsPort }, use: 'new', tls: false, timeoutMs },
      {
        done: (outcome) => {
          if (outcome.answer === undefined) reject(new Error(outcome.detail));
          else resolve(String(outcome.answer.body));
        },
      },
    );
  });
}
