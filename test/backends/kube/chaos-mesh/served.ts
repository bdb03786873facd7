import type { IncomingMessage } from 'node:http';

/** What an API of one node answers where Chaos Mesh is installed; its daemon is ready from the `readyFrom`-th look at it on. */
export function servedChaosMesh(readyFrom: number): (request: IncomingMessage) => { status: number; body: unknown } {
  let looks = 0;
  const bodyOf = (path: string): unknown => {
    if (path.endsWith('/v1alpha1')) return { resources: [{ name: 'podchaos' }, { name: 'networkchaos' }] };
    if (path.endsWith('/daemonsets/chaos-daemon')) {
      looks += 1;
      return { status: { desiredNumberScheduled: 1, numberReady: looks >= readyFrom ? 1 : 0 } };
    }
    if (path.includes('/deployments/')) return { status: { availableReplicas: 1 } };
    if (path.endsWith('/leases')) return { items: [{ metadata: { name: 'l' }, spec: { holderIdentity: 'cm_0' } }] };
    if (path.endsWith('/namespaces/chaos-mesh/pods')) return { items: [{ metadata: { name: 'cm' } }] };
    return { items: path.endsWith('/nodes') ? [{ metadata: { name: 'w' } }] : [] };
  };
  return ({ url = '' }) => ({ status: 200, body: bodyOf(new URL(url, 'http://x').pathname) });
}
