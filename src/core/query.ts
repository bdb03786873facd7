/** The unit that a query's values are in. */
export const queryUnits = ['ms', 's', 'ratio', 'count', 'rate', 'bytes'] as const;
export type QueryUnit = (typeof queryUnits)[number];

/** How the values over the phases become one. */
export const queryTakes = ['max', 'min', 'mean', 'last'] as const;
export type QueryTake = (typeof queryTakes)[number];

/** Who asks a Prometheus: a secret is never written into a scenario, which is part of every report, but only where it lies. */
export type QueryAuth =
  | { readonly bearerEnv: string }
  | { readonly bearerFile: string }
  | { readonly username: string; readonly passwordEnv: string };

/** An indicator of a scenario's own: a PromQL query over the run. */
export interface QuerySpec {
  /** Begins with `query.`. */
  readonly name: string;
  readonly unit: QueryUnit;
  readonly better: 'lower' | 'higher';
  /** Of the server, without `/api/v1`. */
  readonly url: string;
  readonly query: string;
  readonly stepMs: number;
  readonly take: QueryTake;
  readonly timeoutMs: number;
  readonly auth: QueryAuth | undefined;
  readonly tls: { readonly caFile: string | undefined; readonly insecure: boolean };
}
