/** Where a probe target answers, and how to be let in. Plain data: it is cloned into the prober's process. */
export interface Endpoint {
  /** The `ProbeTarget.name` that it belongs to. */
  readonly target: string;
  /** Origin with an IP literal for its host, so that no resolver is measured: `https://172.18.0.4:6443`. */
  readonly url: string;
  /** PEM texts; `servername` when the certificate does not name the address. Without `ca` the public roots count. */
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly servername?: string;
  };
  readonly bearerToken?: string;
  /** Where write probes put their ConfigMaps, and whose pods list probes list. */
  readonly namespace: string;
  /** Path of `http-get`; `/` when absent. */
  readonly path?: string;
}
