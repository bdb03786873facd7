import type { ProbeTarget } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import type { NullServerMessage } from './null-server-process.ts';
import { startProcess } from '../../base/processes/start-process.ts';

/** The control target: when it goes bad, the harness or its machine stalled, and the cluster is not to blame. */
export const nullTarget: ProbeTarget = { name: 'null', role: 'null', node: undefined };

/**
 * Starts a TLS echo server on loopback, in a process of its own: a stall of the prober or of the whole machine shows in its
 * streams, while work of the harness beside it, which delays no probe, does not. `close` frees it. Rejects when it cannot listen.
 */
export async function startNullTarget(): Promise<{ endpoint: Endpoint; close: () => Promise<void> }> {
  const entry = new URL('./null-server-process.ts', import.meta.url);
  const server = startProcess<NullServerMessage>('the null server', entry, {});
  const listening = new Promise<NullServerMessage>((resolve) => server.listen(resolve));
  const { ca, port } = await Promise.race([listening, server.failed]);
  // A server that dies later is seen by its streams.
  server.unref();
  return {
    endpoint: { target: nullTarget.name, url: `https://127.0.0.1:${port}`, tls: { ca }, namespace: 'default' },
    close: server.end,
  };
}
