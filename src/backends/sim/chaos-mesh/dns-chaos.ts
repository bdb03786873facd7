import { httpClient } from '../http/client.ts';
import type { Service } from '../objects.ts';
import { containerRecords, decode, decodeForRecovery } from './containers.ts';
import { type DnsServerCall, dnsServerGrpcPort, dnsServerService, podKey } from './dns-server.ts';
import type { KindParts } from './kind-parts.ts';
import type { ChaosKind } from './pipeline.ts';

/** How long the controller waits for the name server (controllers/chaosimpl/dnschaos of chaos-mesh). */
const withinMs = 10_000;

/** DNSChaos: containers that ask Chaos Mesh's own name server, which fails or lies. */
export function dnsChaos({ client, daemons, random, context }: KindParts): ChaosKind {
  const { world, process, on } = context;
  const http = httpClient(world.network, process, on);
  const tell = async (body: DnsServerCall): Promise<string> => {
    const service = await client.call<Service>('GET', `/api/v1/namespaces/chaos-mesh/services/${dnsServerService}`);
    const address = service.spec.clusterIP ?? '';
    await new Promise<void>((resolve, reject) => {
      http.call(
        { method: 'POST', path: '/', headers: {}, body },
        { to: { address, port: dnsServerGrpcPort }, use: 'new', tls: false, timeoutMs: withinMs },
        {
          done: (outcome) => {
            if (outcome.answer !== undefined) resolve();
            else reject(new Error(`rpc error: code = ${codeOf(outcome.error)} desc = ${outcome.detail}`));
          },
        },
      );
    });
    return address;
  };
  return {
    plural: 'dnschaos',
    oneShot: () => false,
    select: ({ spec }) => containerRecords(client, spec, random),
    apply: async ({ metadata, spec }, record) => {
      const { ask, containerId, pod } = await decode(client, daemons, record);
      const address = await tell({
        call: 'set',
        name: metadata.name,
        action: spec.action === 'random' ? 'random' : 'error',
        pod: podKey(pod),
        address: pod.status?.podIP ?? '',
        patterns: spec.patterns ?? [],
      });
      await ask({ call: 'set-name-server', containerId, address });
      return { phase: 'Injected' };
    },
    recover: async ({ metadata }, record) => {
      const target = await decodeForRecovery(client, daemons, record);
      if (target === undefined) return { phase: 'Not Injected' };
      await tell({ call: 'cancel', name: metadata.name });
      await target.ask({ call: 'set-name-server', containerId: target.containerId, address: undefined });
      return { phase: 'Not Injected' };
    },
  };
}

function codeOf(error: string): string {
  return error === 'timeout' ? 'DeadlineExceeded' : 'Unavailable';
}
