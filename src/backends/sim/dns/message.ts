/** What a name server is asked: the address of a name, without the dot at its end. */
export interface DnsQuery {
  readonly name: string;
}

type ResponseCode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL';

/** What it says. */
export interface DnsAnswer {
  readonly code: ResponseCode;
  readonly addresses: readonly string[];
}

export const dnsPort = 53;
export const servfail: DnsAnswer = { code: 'SERVFAIL', addresses: [] };
export const nxdomain: DnsAnswer = { code: 'NXDOMAIN', addresses: [] };

export function found(addresses: readonly string[]): DnsAnswer {
  return { code: 'NOERROR', addresses };
}
