import { type Credentials, type Kubeconfig, readKubeconfig } from './credentials.ts';
import { clientOver, type KubeClient } from './kube-client.ts';
import { transport } from './transport.ts';
import type { ApiServer } from './wire.ts';

/** A client over HTTPS, and what it proves itself by. */
export interface HttpsKubeClient extends KubeClient {
  readonly credentials: () => Promise<Credentials>;
}

/** A client with the credentials of a kubeconfig. Without `servers` it asks the one that the kubeconfig names. */
export function kubeClient(options: { kubeconfig: string; servers?: readonly ApiServer[] }): HttpsKubeClient {
  const config = readKubeconfig(options.kubeconfig);
  return clientOf(config, options.servers ?? [config.server]);
}

/** A client of a context's cluster, at these servers. */
export function clientOf(config: Kubeconfig, servers: readonly ApiServer[]): HttpsKubeClient {
  return { ...clientOver(transport(config.credentials, servers), servers), credentials: config.credentials };
}
