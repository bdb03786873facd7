import https from 'node:https';
import type { Endpoint } from '../../src/backends/prober/endpoint.ts';
import { clock } from './send.ts';

const everyMs = 5;

/**
 * What requests at `rate` cost that nobody measures: half over new TLS connections, half over kept ones, by node:https alone. The share of a core
 * that no prober in Node gets below; the servers are processes of their own.
 */
export async function bareHttps(
  endpoints: readonly Endpoint[],
  { rate, lastsMs }: { readonly rate: number; readonly lastsMs: number },
): Promise<number> {
  const clients = endpoints.map(({ url, tls }) => ({
    url: new URL('/readyz', url),
    kept: new https.Agent({ keepAlive: true, ...(tls?.ca === undefined ? {} : { ca: tls.ca }) }),
    fresh: new https.Agent({
      keepAlive: false,
      maxCachedSessions: 0,
      ...(tls?.ca === undefined ? {} : { ca: tls.ca }),
    }),
  }));
  const before = process.cpuUsage();
  const startAt = clock.now();
  for (let sent = 0; clock.now() < startAt + lastsMs; await clock.sleep(everyMs)) {
    for (; sent < ((clock.now() - startAt) * rate) / 1000; sent += 1) {
      const client = clients[Math.floor(sent / 2) % clients.length];
      if (client === undefined) throw new RangeError('no endpoint to ask');
      const agent = sent % 2 === 0 ? client.fresh : client.kept;
      https.get(client.url, { agent }, (response) => response.resume()).on('error', () => undefined);
    }
  }
  const { user, system } = process.cpuUsage(before);
  for (const { kept, fresh } of clients) for (const agent of [kept, fresh]) agent.destroy();
  return (user + system) / 1000 / lastsMs;
}
