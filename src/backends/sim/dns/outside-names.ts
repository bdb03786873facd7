import type { World } from '../world.ts';
import { type DnsQuery, dnsPort, found, nxdomain } from './message.ts';

const costMs = 0.2;

/** The name server outside the cluster, which nodes and CoreDNS ask for what is no name of the cluster's: every name with a dot stands for the outside itself. */
export function serveOutsideNames({ network, outside }: Pick<World, 'network' | 'outside'>): void {
  const process = outside.machine.run('dns');
  network.bind(process, outside.on, dnsPort, ({ message, reply }) => {
    const { name } = message as DnsQuery;
    const answer = name.includes('.') ? found([outside.on.address]) : nxdomain;
    process.after(costMs, () => reply(answer));
  });
}
