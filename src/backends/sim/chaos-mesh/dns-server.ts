import { serveNames } from '../dns/name-server.ts';
import { type DnsAnswer, type DnsQuery, found, servfail } from '../dns/message.ts';
import { serveHttp } from '../http/server.ts';
import type { Pod } from '../objects.ts';
import type { Program } from '../programs/program.ts';
import { keyOf } from '../store/object.ts';

/** The Service that the controller finds it by (chart: dnsServer.name). */
export const dnsServerService = 'chaos-mesh-dns-server';
export const dnsServerGrpcPort = 9288;

/** Rules of one DNSChaos for one pod, or the end of all its rules. */
export type DnsServerCall =
  | {
      readonly call: 'set';
      readonly name: string;
      readonly action: 'error' | 'random';
      readonly pod: string;
      readonly address: string;
      /** With a `*` at the end only; none: every name. */
      readonly patterns: readonly string[];
    }
  | { readonly call: 'cancel'; readonly name: string };

type Rule = Extract<DnsServerCall, { readonly call: 'set' }>;

const costMs = 5;

/** Chaos Mesh's name server: CoreDNS that fails, or lies to, the pods that it was told of. Its rules are in its memory alone. */
export const chaosDnsServer: Program = {
  name: 'chaos-dns-server',
  runs: ({ metadata }, container) =>
    metadata.labels?.['app.kubernetes.io/component'] === 'chaos-dns-server' && container === 'chaos-dns-server',
  start: (context) => {
    const { world, process, on } = context;
    const rules = new Map<string, readonly Rule[]>();
    const random = world.random.fork(`${process.name} ${process.now()}`);
    const part = (): number => Math.floor(random.next() * 255);
    const lie = (): DnsAnswer => found([`${part()}.${part()}.${part()}.${part()}`]);
    const addressOf = (pod: string): string | undefined =>
      (world.store.get('pods', pod) as Pod | undefined)?.status?.podIP;
    const instead = ({ name }: DnsQuery, from: string): DnsAnswer | undefined => {
      const own = [...rules.values()].flat().filter((rule) => rule.address === from || addressOf(rule.pod) === from);
      const rule = own.find(({ patterns }) => patterns.length === 0 || patterns.some((one) => covers(one, name)));
      if (rule === undefined) return undefined;
      return rule.action === 'error' ? servfail : lie();
    };
    serveNames(context, { user: 'system:serviceaccount:chaos-mesh:chaos-dns-server', instead });
    serveHttp({
      network: world.network,
      process,
      on,
      port: dnsServerGrpcPort,
      handler: (exchange) => {
        const call = exchange.request.body as DnsServerCall;
        process.after(costMs, () => {
          if (call.call === 'cancel') rules.delete(call.name);
          else rules.set(call.name, [...(rules.get(call.name) ?? []).filter(({ pod }) => pod !== call.pod), call]);
          exchange.answer({ status: 200, body: {} });
        });
      },
    });
  },
};

function covers(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** How rules name a pod. */
export function podKey({ metadata }: Pod): string {
  return keyOf(metadata.namespace, metadata.name);
}
