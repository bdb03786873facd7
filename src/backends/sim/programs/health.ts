import type { Process } from '../engine/process.ts';
import { serveHttp } from '../http/server.ts';
import type { Interface } from '../network/network.ts';
import type { World } from '../world.ts';

const costMs = 0.3;

/** Where a program answers, and what it tells at /metrics. */
export interface HealthPlace {
  readonly on: Interface;
  readonly port: number;
  readonly page: () => string;
}

/** Answers the probes of a kubelet for a program that is well as long as it runs, and tells its metrics. */
export function serveHealth({ network, agenda }: World, process: Process, { on, port, page }: HealthPlace): void {
  const answer = { status: 200, body: 'ok' };
  const started = `process_start_time_seconds ${(agenda.startedAtUnixMs + process.now()) / 1000}\n`;
  serveHttp({
    network,
    process,
    on,
    port,
    handler: (exchange) =>
      void process.work(costMs, () =>
        exchange.answer(
          exchange.request.path.startsWith('/metrics') ? { status: 200, body: started + page() } : answer,
        ),
      ),
  });
}
