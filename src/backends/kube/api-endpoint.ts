import type { Endpoint } from '../prober/endpoint.ts';
import type { Credentials } from './credentials.ts';

/** What a probe needs of credentials to ask the API. */
export function provenBy({ ca, cert, key, headers, unverified }: Credentials): Pick<Endpoint, 'headers' | 'tls'> {
  return {
    headers,
    tls: {
      ...(ca === undefined ? {} : { ca: String(ca) }),
      ...(cert === undefined ? {} : { cert: String(cert) }),
      ...(key === undefined ? {} : { key: String(key) }),
      ...(unverified === true ? { unverified } : {}),
    },
  };
}
