import type { Call, Heard, Inside } from '../../kube/inside.ts';
import type { Process } from '../engine/process.ts';
import { httpClient } from '../http/client.ts';
import type { World } from '../world.ts';

const timeoutMs = 2000;
const loopback = '127.0.0.1';

/** Requests from nodes, by nobody's process but the operator's. */
export function simAsk(world: World, operator: Process): Inside['ask'] {
  return (calls) => Promise.all(calls.map((call) => askOne(world, operator, call)));
}

function askOne({ nodes, network }: World, operator: Process, { node, url, verify }: Call): Promise<Heard> {
  const place = nodes.get(node);
  if (place?.machine.on !== true) return Promise.resolve('unknown');
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const address = hostname === loopback ? place.on.address : hostname;
  return new Promise((resolve) => {
    httpClient(network, operator, place.on).call(
      { method: 'GET', path: pathname + search, headers: {}, body: undefined },
      {
        to: { address, port: Number(port) },
        use: 'new',
        tls: protocol === 'https:',
        verify: verify === true,
        timeoutMs,
      },
      {
        done: (outcome) => {
          if (outcome.answer !== undefined) resolve('answered');
          else if (outcome.error === 'timeout') resolve('silent');
          else resolve(outcome.error === 'tls' ? 'untrusted' : 'refused');
        },
      },
    );
  });
}
