import type { Process } from '../engine/process.ts';
import { serveHttp } from '../http/server.ts';
import type { Interface } from '../network/network.ts';
import type { World } from '../world.ts';

const costMs = 0.3;

/** Answers the probes of a kubelet for a program that is well as long as it runs. */
export function serveHealth({ network }: World, process: Process, on: Interface, port: number): void {
  const answer = { status: 200, body: 'ok' };
  serveHttp({
    network,
    process,
    on,
    port,
    handler: (exchange) => void process.work(costMs, () => exchange.answer(answer)),
  });
}
