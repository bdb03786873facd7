/** aftershock.config.yaml, validated, with the defaults filled in. */
export interface Settings {
  readonly kind: {
    readonly name: string;
    /** Path of the kind cluster configuration. */
    readonly config: string;
    readonly nodeImage: string;
    /** Images of the local engine that are loaded into every node, so that no pull falls into a measurement. */
    readonly preload: readonly string[];
  };
  readonly chaosMesh: {
    /** A chart reference, or a folder. */
    readonly chart: string;
    readonly repo: string;
    readonly version: string;
    readonly values: Readonly<Record<string, unknown>>;
  };
  readonly workload: { readonly image: string };
  readonly agent: { readonly image: string };
  readonly reports: { readonly dir: string };
}
