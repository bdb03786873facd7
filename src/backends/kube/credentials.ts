import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { suggest } from '../../base/did-you-mean.ts';
import { HarnessError } from '../../core/errors.ts';

/** What proves to the API who asks, and by which authority it proves itself. */
export interface Credentials {
  readonly ca: string | Buffer | undefined;
  readonly cert: string | Buffer | undefined;
  readonly key: string | Buffer | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** The kubeconfig says that whoever answers is to be believed. */
  readonly unverified?: true;
}

export interface Kubeconfig {
  readonly context: string;
  /** `servername`: whom its certificate must name, where that is not the address. */
  readonly server: { readonly url: string; readonly servername?: string };
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
  return understood(config, `the kubeconfig ${file}`);
}

/** A context of the user's kubeconfig: KUBECONFIG, else ~/.kube/config. Throws HarnessError('unavailable') when it has none of that name. */
export function readContext(name: string): Kubeconfig {
  const config = new KubeConfig();
  try {
    config.loadFromDefault();
  } catch (error) {
    const where = 'Look at the files that KUBECONFIG names, or at ~/.kube/config.';
    throw new HarnessError('unavailable', 'the kubeconfig cannot be read', { cause: error, hint: where });
  }
  const names = config.getContexts().map((context) => context.name);
  if (!names.includes(name)) {
    const message = `the kubeconfig has no context "${name}"`;
    throw new HarnessError('unavailable', message, { hint: suggest(name, names) });
  }
  config.setCurrentContext(name);
  return understood(config, `the context ${name}`);
}

const hint = 'Make the cluster with: npm run chaos -- up';

function understood(config: KubeConfig, what: string): Kubeconfig {
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new HarnessError('unavailable', `${what} names no cluster`, { hint });
  const { server, tlsServerName } = cluster;
  let known: Promise<Credentials> | undefined;
  return {
    context: config.getCurrentContext(),
    server: { url: server.replace(/\/$/, ''), ...(tlsServerName === undefined ? {} : { servername: tlsServerName }) },
    credentials: () => (known ??= extract(config)),
  };
}

async function extract(config: KubeConfig): Promise<Credentials> {
  const options: RequestOptions = { headers: {} };
  const cluster = config.getCurrentCluster();
  await relaxed(config).applyToHTTPSOptions(options);
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [name, String(value)]);
  return {
    ca: pem(options.ca),
    cert: pem(options.cert),
    key: pem(options.key),
    headers: {
      ...(Object.fromEntries(headers) as Record<string, string>),
      ...(typeof options.auth === 'string'
        ? { Authorization: `Basic ${Buffer.from(options.auth).toString('base64')}` }
        : {}),
    },
    ...(cluster?.skipTLSVerify === true ? { unverified: true as const } : {}),
  };
}

/** The library refuses plain HTTP where TLS is to be verified; without TLS there is nothing to verify. */
function relaxed(config: KubeConfig): KubeConfig {
  if (config.getCurrentCluster()?.server.startsWith('http:') !== true) return config;
  const copy = new KubeConfig();
  copy.loadFromOptions({
    contexts: config.getContexts(),
    users: config.getUsers(),
    currentContext: config.getCurrentContext(),
    clusters: config.getClusters().map((cluster) => ({ ...cluster, skipTLSVerify: true })),
  });
  return copy;
}

function pem(value: unknown): string | Buffer | undefined {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value : undefined;
}
