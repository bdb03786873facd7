import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { HarnessError } from '../../core/errors.ts';

/** What proves to the API who asks, and by which authority it proves itself. */
export interface Credentials {
  readonly ca: string | Buffer | undefined;
  readonly cert: string | Buffer | undefined;
  readonly key: string | Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Kubeconfig {
  readonly context: string;
  readonly server: { readonly url: string };
  /** Read once: client certificates do not change during a run. */
  readonly credentials: () => Promise<Credentials>;
}

/** The current context of a kubeconfig file. Throws HarnessError('unavailable') when there is none. */
export function readKubeconfig(file: string): Kubeconfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
  } catch (error) {
    throw new HarnessError('unavailable', `the kubeconfig ${file} cannot be read`, { cause: error, hint });
  }
  const url = config.getCurrentCluster()?.server;
  if (url === undefined) {
    throw new HarnessError('unavailable', `the kubeconfig ${file} names no cluster`, { hint });
  }
  let known: Promise<Credentials> | undefined;
  return {
    context: config.getCurrentContext(),
    server: { url: url.replace(/\/$/, '') },
    credentials: () => (known ??= extract(config)),
  };
}

const hint = 'Make the cluster with: npm run chaos -- up';

async function extract(config: KubeConfig): Promise<Credentials> {
  const options: RequestOptions = { headers: {} };
  await config.applyToHTTPSOptions(options);
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    ca: pem(options.ca),
    cert: pem(options.cert),
    key: pem(options.key),
    headers: Object.fromEntries(headers) as Record<string, string>,
  };
}

function pem(value: unknown): string | Buffer | undefined {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value : undefined;
}
