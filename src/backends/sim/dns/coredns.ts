import { serveHttp } from '../http/server.ts';
import type { Program } from '../programs/program.ts';
import { serveNames } from './name-server.ts';

const healthPort = 8080;
const readyPort = 8181;
const costMs = 0.1;
/** It goes on answering after SIGTERM (the Corefile of kubeadm: health, lameduck). */
const lameduckMs = 5000;

/** CoreDNS as kubeadm sets it up. */
export const coreDns: Program = {
  name: 'coredns',
  runs: ({ metadata }, container) => metadata.labels?.['k8s-app'] === 'kube-dns' && container === 'coredns',
  start: (context) => {
    const { world, process, on } = context;
    const { synced } = serveNames(context, { user: 'system:serviceaccount:kube-system:coredns' });
    process.onTerminate(() => void process.after(lameduckMs, () => process.exit(0)));
    const serve = (port: number, good: () => boolean): void => {
      serveHttp({
        network: world.network,
        process,
        on,
        port,
        handler: (exchange) =>
          void process.work(costMs, () =>
            exchange.answer({ status: good() ? 200 : 503, body: good() ? 'OK' : 'kubernetes' }),
          ),
      });
    };
    serve(healthPort, () => true);
    serve(readyPort, synced);
  },
};
