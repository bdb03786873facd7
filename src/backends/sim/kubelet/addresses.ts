/** The addresses of a node's pods: its /24 without the network, the gateway and the broadcast. */
export interface AddressPool {
  /** The next free one after the last that was given; throws when all are taken, as the CNI plugin does. */
  readonly take: () => string;
  readonly giveBack: (address: string) => void;
}

const first = 2;
const last = 254;

/** A pool of a range such as 10.244.3.0/24, round and round as host-local gives them. */
export function addressPool(cidr: string, taken: Iterable<string>): AddressPool {
  const base = cidr.split('/')[0]?.split('.').slice(0, 3).join('.') ?? '';
  const used = new Set(taken);
  let at = first - 1;
  return {
    take: () => {
      for (let tries = first; tries <= last; tries += 1) {
        at = at >= last ? first : at + 1;
        const address = `${base}.${at}`;
        if (used.has(address)) continue;
        used.add(address);
        return address;
      }
      throw new Error(`no address is free in ${cidr}`);
    },
    giveBack: (address) => used.delete(address),
  };
}
