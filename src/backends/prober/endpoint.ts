/** Where a probe target answers, and how to be let in. Plain data: it is cloned into the prober's process. */
export interface Endpoint {
  /** The `ProbeTarget.name` that it belongs to. */
  readonly target: string;
  /** With an IP literal for its host, so that no resolver is measured: `https://172.18.0.4:6443`. A path stands before every other. */
  readonly url: string;
  /** PEM texts; `servername` when the certificate does not name the address. Without `ca` the public roots count. */
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly servername?: string;
    /** Whoever answers is believed, as the kubeconfig says. */
    readonly unverified?: true;
  };
  /** The name that the address stands for, sent as Host; the address when absent. */
  readonly host?: string;
  /** Sent with each request: what lets the prober in, beside a client certificate. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where write probes put their ConfigMaps, and whose pods list probes list. */
  readonly namespace: string;
  /** Path of `http-get`; `/` when absent. */
  readonly path?: string;
}
