import { resolver } from '../dns/resolver.ts';
import { httpClient } from '../http/client.ts';
import type { Exchange } from '../http/exchange.ts';
import { serveHttp } from '../http/server.ts';
import type { Place } from '../network/network.ts';
import type { Pod } from '../objects.ts';
import type { Program, ProgramContext } from '../programs/program.ts';

const costMs = 0.4;
/** It goes on serving while its endpoint is being withdrawn, and gives up on an answer (scenarios/workloads/web-ingress.yaml). */
const drainMs = 2000;
const patienceMs = 2000;

const badGateway = { status: 502, body: undefined };
const well = { status: 200, body: undefined };

/**
 * A container whose environment names an UPSTREAM: it takes requests in as an ingress controller does, and has another server
 * answer them, over connections that it keeps. A new connection needs the server's name looked up. What its probe asks it answers
 * itself.
 */
export const httpProxy: Program = {
  name: 'http-proxy',
  runs: (pod, container) => upstreamOf(pod, container) !== undefined,
  start: (context) => {
    const { world, process, on, pod, container } = context;
    const spec = pod.spec.containers.find(({ name }) => name === container);
    const own = spec?.readinessProbe?.httpGet?.path;
    const handOn = handedOn(context, upstreamOf(pod, container) ?? new URL('http://localhost'));
    process.onTerminate(() => void process.after(drainMs, () => process.exit(0)));
    for (const { containerPort: port } of spec?.ports ?? []) {
      const take = (exchange: Exchange): void =>
        exchange.request.path === own ? exchange.answer(well) : handOn(exchange);
      const handler = (exchange: Exchange): void => void process.work(costMs, () => take(exchange));
      serveHttp({ network: world.network, process, on, port, handler });
    }
  },
};

function upstreamOf({ spec }: Pod, container: string): URL | undefined {
  const env = spec.containers.find(({ name }) => name === container)?.env ?? [];
  const text = env.find(({ name }) => name === 'UPSTREAM')?.value;
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}

function handedOn({ world, process, on, running }: ProgramContext, upstream: URL): (exchange: Exchange) => void {
  const http = httpClient(world.network, process, on);
  const names = resolver({ network: world.network, process, from: on, settings: () => running.resolver });
  const port = Number(upstream.port === '' ? 80 : upstream.port);
  let last: Place | undefined;
  const ask = (exchange: Exchange, to: Place, timeoutMs: number): void => {
    http.call(
      exchange.request,
      { to, use: 'pooled', tls: false, timeoutMs },
      { done: ({ answer }) => exchange.answer(answer ?? badGateway) },
    );
  };
  return (exchange) => {
    if (last !== undefined && http.hasIdle(last)) return ask(exchange, last, patienceMs);
    const askedAt = process.now();
    const limit = process.after(patienceMs, () => {
      quit();
      exchange.answer(badGateway);
    });
    const quit = names.lookup(upstream.hostname, (found) => {
      limit();
      const address = found.error === undefined ? found.addresses[0] : undefined;
      if (address === undefined) return exchange.answer(badGateway);
      last = { address, port };
      ask(exchange, last, patienceMs - (process.now() - askedAt));
    });
  };
}
