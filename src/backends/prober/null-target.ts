import type { ProbeTarget } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import type { NullServerMessage } from './null-server-worker.ts';
import { startWorker } from './start-worker.ts';

/** The control target: when it goes bad, the harness or its machine stalled, and the cluster is not to blame. */
export const nullTarget: ProbeTarget = { name: 'null', role: 'null', node: undefined };

/**
 * Starts a TLS echo server on loopback, in a thread of its own: a stall of the prober or of the whole machine shows in its
 * streams, while work on the main thread, which delays no probe, does not. `close` frees it. Rejects when it cannot listen.
 */
export async function startNullTarget(): Promise<{ endpoint: Endpoint; close: () => Promise<void> }> {
  const worker = startWorker(new URL('./null-server-worker.ts', import.meta.url), undefined);
  const { ca, port } = await new Promise<NullServerMessage>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (status) => reject(new Error(`the null server ended early, with status ${status}`)));
  });
  // A server that dies later is seen by its streams; an error without a listener would end the harness.
  worker.on('error', () => undefined);
  worker.unref();
  return {
    endpoint: { target: nullTarget.name, url: `https://127.0.0.1:${port}`, tls: { ca }, namespace: 'default' },
    close: async () => {
      await worker.terminate();
    },
  };
}
