import type { Pod } from '../objects.ts';
import type { World } from '../world.ts';
import { clusterDomain } from './cluster-zone.ts';
import type { ResolverSettings } from './resolver.ts';

/** The address of the Service kube-dns (kubeadm: the tenth of the Services' range). */
export const clusterDnsAddress = '10.96.0.10';

/** The resolv.conf that a kubelet gives to a pod's containers (k8s.io/kubernetes, pkg/kubelet/network/dns/dns.go). */
export function resolverFor({ params, outside }: World, { metadata, spec }: Pod): ResolverSettings {
  const { timeoutMs, attempts, ndots } = params.dns;
  const policy = spec.dnsPolicy ?? 'ClusterFirst';
  const ofNode = policy === 'Default' || (policy === 'ClusterFirst' && spec.hostNetwork === true);
  if (ofNode) return { nameservers: [outside.on.address], search: [], ndots: 1, timeoutMs, attempts };
  const services = `svc.${clusterDomain}`;
  return {
    nameservers: [clusterDnsAddress],
    search: [`${metadata.namespace ?? 'default'}.${services}`, services, clusterDomain],
    ndots,
    timeoutMs,
    attempts,
  };
}
