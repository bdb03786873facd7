import { provenBy } from '../kube/api-endpoint.ts';
import type { Credentials } from '../kube/credentials.ts';
import type { DeployedWorkload } from '../kube/workload.ts';
import type { Endpoint } from '../prober/endpoint.ts';
import { nullTarget } from '../prober/null-target.ts';
import type { KindParts } from './kind-cluster.ts';
import { inUrl } from './reach.ts';

/** What the probes' targets follow from. */
export interface Probing extends Pick<KindParts, 'route' | 'containers' | 'namespace'> {
  readonly workload: DeployedWorkload | undefined;
  readonly credentials: Credentials;
  readonly nullEndpoint: Endpoint;
}

/**
 * What clients of the API go to (the balancer, or the only apiserver), each apiserver, the workload through each node that can
 * run it, and the control target. Traffic to the workload needs the nodes' own addresses: kind publishes no node port.
 */
export function probedTargets(probing: Probing): KindParts['probed'] {
  const { route, namespace, nullEndpoint } = probing;
  const proof = provenBy(probing.credentials);
  const api = (name: string, url: string, servername: string | undefined): Endpoint => ({
    target: name,
    url,
    namespace,
    ...proof,
    tls: { ...proof.tls, ...(servername === undefined ? {} : { servername }) },
  });
  // Where there is one apiserver kind makes no balancer, and clients go to it: what they see is measured all the same.
  const clientsGoTo = route.balancer ?? (route.apiservers.length === 1 ? route.apiservers[0] : undefined);
  return [
    ...(clientsGoTo === undefined
      ? []
      : [
          {
            target: { name: 'lb', role: 'load-balancer' as const, node: undefined },
            endpoint: api('lb', clientsGoTo.url, clientsGoTo.servername),
          },
        ]),
    ...route.apiservers.map(({ node, url, servername }) => ({
      target: { name: node, role: 'apiserver' as const, node },
      endpoint: api(node, url, servername),
    })),
    ...appTargets(probing),
    { target: nullTarget, endpoint: nullEndpoint },
  ];
}

function appTargets({ route, containers, namespace, workload }: Probing): KindParts['probed'] {
  const nodePort = workload?.nodePort;
  if (!route.direct || workload === undefined || nodePort === undefined) return [];
  return workload.nodes.flatMap((node) => {
    const address = containers.find(({ name }) => name === node)?.address;
    if (address === undefined) return [];
    const target = { name: `app@${node}`, role: 'app' as const, node };
    return [{ target, endpoint: { target: target.name, url: `http://${inUrl(address)}:${nodePort}`, namespace } }];
  });
}
