import type { ApiClient } from '../client/api-client.ts';
import { type HttpClient, httpClient } from '../http/client.ts';
import type { EndpointSlice } from '../objects.ts';
import type { ProgramContext } from '../programs/program.ts';
import { daemonPort } from './daemon.ts';
import type { DaemonCall } from './daemon-call.ts';

/** Calls of a controller to the daemon of a node. Rejects with what the daemon, or the network, said; has no time-out of its own. */
export interface DaemonClient {
  readonly ask: (node: string, call: DaemonCall) => Promise<unknown>;
}

interface List {
  readonly items: readonly EndpointSlice[];
}

/** gRPC's own limit on a dial (google.golang.org/grpc, minConnectTimeout). */
const dialWithinMs = 20_000;

/** Finds daemons as the real controller does: among the endpoints of the Service chaos-daemon, whether ready or not. */
export function daemonClient(client: ApiClient, { world, process, on }: ProgramContext): DaemonClient {
  const http: HttpClient = httpClient(world.network, process, on);
  const find = async (node: string): Promise<string> => {
    const selector = encodeURIComponent('kubernetes.io/service-name=chaos-daemon');
    const path = `/apis/discovery.k8s.io/v1/namespaces/chaos-mesh/endpointslices?labelSelector=${selector}`;
    const { items } = await client.call<List>('GET', path);
    const [endpoint] = items.flatMap(({ endpoints }) => endpoints.filter(({ nodeName }) => nodeName === node));
    const address = endpoint?.addresses[0];
    if (address === undefined) throw new Error(`cannot find daemonIP on node ${node}`);
    return address;
  };
  return {
    ask: async (node, body) => {
      const to = { address: await find(node), port: daemonPort };
      return await new Promise<unknown>((resolve, reject) => {
        http.call(
          { method: 'POST', path: '/', headers: {}, body },
          { to, use: 'new', tls: true, timeoutMs: body.call === 'kill' ? dialWithinMs : 2 * dialWithinMs },
          {
            done: (outcome) => {
              if (outcome.answer?.status === 200) resolve(outcome.answer.body);
              else if (outcome.answer !== undefined) reject(new Error(String(outcome.answer.body)));
              else reject(new Error(`rpc error: code = Unavailable desc = ${outcome.detail}`));
            },
          },
        );
      });
    },
  };
}
