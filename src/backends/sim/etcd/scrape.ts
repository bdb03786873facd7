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
export async function scrapeMembers({ network, process, members }: Scraping): Promise<readonly EtcdObservation[]> {
  return await Promise.all(
    members.map(
      ({ node, on }) =>
        new Promise<EtcdObservation>((resolve) => {
          httpClient(network, process, on).call(
            { method: 'GET', path: '/metrics', headers: {}, body: undefined },
            { to: { address: on.address, port: metricsPort }, use: 'new', tls: false, timeoutMs },
            {
              done: ({ answer }) => {
                const health = answer === undefined ? { reachable: false } : memberHealth(String(answer.body));
                resolve({ kind: 'etcd', at: process.now(), node, ...health });
              },
            },
          );
        }),
    ),
  );
}
