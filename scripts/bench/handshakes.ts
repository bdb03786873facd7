import type { Endpoint } from '../../src/backends/prober/endpoint.ts';
import { tlsOptions, tlsSocket } from '../../src/backends/prober/tls-socket.ts';
import { clock } from './send.ts';

const everyMs = 5;

/**
 * The share of a core that so many TLS handshakes a second take in this process, with nothing sent and nothing measured: what a prober
 * that opens as many connections cannot get below as long as it opens them so. The servers are processes of their own.
 */
export async function handshakesAlone(
  endpoints: readonly Endpoint[],
  { perSecond, lastsMs }: { readonly perSecond: number; readonly lastsMs: number },
): Promise<number> {
  const places = endpoints.map(({ url, tls }) => {
    const { hostname: host, port } = new URL(url);
    return { host, port: Number(port), ...tlsOptions(tls) };
  });
  let made = 0;
  const before = process.cpuUsage();
  const startAt = clock.now();
  for (let begun = 0; clock.now() < startAt + lastsMs; await clock.sleep(everyMs)) {
    for (; begun < ((clock.now() - startAt) * perSecond) / 1000; begun += 1) {
      const place = places[begun % places.length];
      if (place === undefined) throw new RangeError('no endpoint to connect to');
      const socket = tlsSocket(place);
      socket.once('secureConnect', () => {
        made += 1;
        socket.destroy();
      });
      socket.once('error', () => socket.destroy());
    }
  }
  const { user, system } = process.cpuUsage(before);
  if (made < 0.99 * ((perSecond * lastsMs) / 1000)) throw new Error(`only ${made} handshakes came to their end`);
  return (user + system) / 1000 / lastsMs;
}
