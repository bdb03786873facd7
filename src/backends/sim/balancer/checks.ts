import type { Process } from '../engine/process.ts';
import { type HttpClient, httpClient } from '../http/client.ts';
import type { Interface, Network, Place } from '../network/network.ts';
import type { Flavour } from './flavours.ts';

/** One that connections are handed to. */
export interface Server {
  readonly place: Place;
  readonly isUp: () => boolean;
}

export interface CheckOptions {
  readonly network: Network;
  readonly process: Process;
  readonly on: Interface;
  readonly flavour: Flavour;
}

/** Servers that are taken to be up, and asked for their health from now on. */
export function checkedServers(places: readonly Place[], options: CheckOptions): readonly Server[] {
  const { network, process, on, flavour } = options;
  const http = httpClient(network, process, on);
  return places.map((place, index) => {
    const health = { up: true, streak: 0 };
    const check = (): void =>
      ask(http, place, flavour, (verdict) => {
        count(health, verdict, flavour);
        // The next one is due an interval after the last one ended, however long that took.
        process.after(flavour.checkIntervalMs, check);
      });
    // First checks are dealt out over the interval, as HAProxy does.
    process.after((flavour.checkIntervalMs * index) / places.length, check);
    return { place, isUp: () => health.up };
  });
}

type Verdict = 'good' | 'bad' | 'silent';

function ask(http: HttpClient, to: Place, { checkTimeoutMs }: Flavour, done: (verdict: Verdict) => void): void {
  http.call(
    { method: 'GET', path: '/healthz', headers: {}, body: undefined },
    // kind's configuration says `verify none`.
    { to, use: 'new', tls: true, verify: false, timeoutMs: checkTimeoutMs },
    {
      done: ({ answer }) => {
        if (answer === undefined) done('silent');
        else done(answer.status === 200 ? 'good' : 'bad');
      },
    },
  );
}

function count(health: { up: boolean; streak: number }, verdict: Verdict, { fall, rise, strict }: Flavour): void {
  const good = verdict === 'good';
  if (good === health.up) {
    health.streak = 0;
    return;
  }
  health.streak += 1;
  const needed = good ? rise : strict && verdict === 'bad' ? 1 : fall;
  if (health.streak < needed) return;
  health.up = good;
  health.streak = 0;
}
