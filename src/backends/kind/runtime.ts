import { z } from 'zod';
import { HarnessError } from '../../core/errors.ts';
import { type Output, run, type RunOptions } from './exec.ts';

/** The container runtimes that kind knows, by the name of their command. */
const runtimes = ['docker', 'podman', 'nerdctl'] as const;
export type RuntimeName = (typeof runtimes)[number];

/** Where a container's port can be reached on this machine. */
interface PublishedPort {
  readonly host: string;
  readonly port: number;
}

/** A container of a kind cluster: a node, or the balancer before its apiservers. */
export interface NodeContainer {
  readonly name: string;
  readonly role: 'control-plane' | 'worker' | 'external-load-balancer';
  /** The runtime's word: `running`, `paused`, `exited` … */
  readonly state: string;
  /** On the cluster's network; undefined while it is not connected. */
  readonly address: string | undefined;
  /** The loopback port behind which its 6443 listens; workers have none. */
  readonly apiPort: PublishedPort | undefined;
}

const clusterLabel = 'io.x-k8s.kind.cluster';
const roleLabel = 'io.x-k8s.kind.role';
export const apiPort = 6443;

const inspected = z.array(
  z.object({
    Name: z.string(),
    State: z.object({ Status: z.string() }),
    Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }),
    NetworkSettings: z.object({
      Ports: z
        .record(z.string(), z.array(z.object({ HostIp: z.string().optional(), HostPort: z.string() })).nullable())
        .nullish(),
      Networks: z
        .record(
          z.string(),
          z.object({ IPAddress: z.string().optional(), GlobalIPv6Address: z.string().optional() }).nullable(),
        )
        .nullish(),
    }),
  }),
);
type Inspected = z.infer<typeof inspected>[number];

/** The runtime that kind uses: KIND_EXPERIMENTAL_PROVIDER, else docker. Throws HarnessError('usage') on one that is unknown. */
export function runtimeName(environment: Readonly<Record<string, string | undefined>> = process.env): RuntimeName {
  const wanted = environment['KIND_EXPERIMENTAL_PROVIDER'] ?? '';
  if (wanted === '') return 'docker';
  const known = runtimes.find((name) => name === wanted);
  if (known !== undefined) return known;
  throw new HarnessError('usage', `KIND_EXPERIMENTAL_PROVIDER is "${wanted}"`, {
    hint: `Use one of: ${runtimes.join(', ')}.`,
  });
}

/** Runs the runtime's own command. Errors as `run` has them. */
export function runtime(args: readonly string[], options: RunOptions = {}): Promise<Output> {
  return run(runtimeName(), args, options);
}

/** The containers of a kind cluster, nodes and balancer, in the order of their names; empty when there is no such cluster. */
export async function listNodeContainers(cluster: string, signal?: AbortSignal): Promise<readonly NodeContainer[]> {
  const options = signal === undefined ? {} : { signal };
  const { stdout } = await runtime(['ps', '-a', '-q', '--filter', `label=${clusterLabel}=${cluster}`], options);
  const ids = stdout.split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  return parseContainers((await runtime(['inspect', ...ids], options)).stdout);
}

/** Reads what `inspect` printed. Throws HarnessError('unavailable') when it is not what a container runtime prints. */
export function parseContainers(json: string): readonly NodeContainer[] {
  const parsed = inspected.safeParse(JSON.parse(json));
  if (!parsed.success) {
    throw new HarnessError('unavailable', `${runtimeName()} inspect printed what was not understood`, {
      hint: 'Use a current version of the container runtime.',
      cause: parsed.error,
    });
  }
  return parsed.data.flatMap(nodeContainer).sort((a, b) => a.name.localeCompare(b.name));
}

/** Runs a command in a node, as root, past every network of the cluster. Errors as `run` has them. */
export function execInNode(node: string, argv: readonly string[], options: RunOptions = {}): Promise<Output> {
  const stdin = options.input === undefined && options.inputFile === undefined ? [] : ['-i'];
  return runtime(['exec', '--privileged', ...stdin, node, ...argv], options);
}

function nodeContainer(container: Inspected): readonly NodeContainer[] {
  const role = container.Config.Labels?.[roleLabel];
  if (role !== 'control-plane' && role !== 'worker' && role !== 'external-load-balancer') return [];
  const networks = Object.values(container.NetworkSettings.Networks ?? {}).filter((network) => network !== null);
  const published = container.NetworkSettings.Ports?.[`${apiPort}/tcp`]?.[0];
  return [
    {
      name: container.Name.replace(/^\//, ''),
      role,
      state: container.State.Status,
      address: firstFilled(networks.flatMap((network) => [network.IPAddress, network.GlobalIPv6Address])),
      apiPort:
        published === undefined ? undefined : { host: reachable(published.HostIp), port: Number(published.HostPort) },
    },
  ];
}

function firstFilled(texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && text !== '');
}

/** A port published on every address is reached on loopback. */
function reachable(host: string | undefined): string {
  return host === undefined || host === '' || host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
}
