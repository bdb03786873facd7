import type { Sign, SignedPod } from '../../core/action.ts';
import type { SignSeen } from '../kube/inside.ts';
import { type Lookup, resolver, type ResolverSettings } from './dns/resolver.ts';
import { clusterDnsAddress } from './dns/settings.ts';
import type { Process } from './engine/process.ts';
import { httpClient, type Outcome } from './http/client.ts';
import type { RunningContainer } from './kubelet/runtime.ts';
import type { Interface } from './network/network.ts';
import type { World } from './world.ts';

const tryMs = 10_000;
/** As on a real cluster, where a Date tells no more than seconds. */
const clockToleranceMs = 3000;

/** Looks for a sign in a simulated pod, once: at what its processes, files, clocks and network are, whatever Chaos Mesh says. */
export async function lookInPod(world: World, operator: Process, sign: Sign, pod: SignedPod): Promise<SignSeen> {
  switch (sign.kind) {
    case 'processes': {
      const { stressors, process } = containerIn(world, pod);
      const count = stressors.size + (process.cpu?.burners() ?? 0);
      return { there: count > 0, detail: `${count} strange processes` };
    }
    case 'clock': {
      const { clockOffsetMs } = containerIn(world, pod).process;
      const there = Math.abs(clockOffsetMs - sign.offMs) <= clockToleranceMs;
      return { there, detail: `its clock is off by ${Math.round(clockOffsetMs / 1000)} s` };
    }
    case 'http':
      return await lookAtAnswer(world, operator, sign, pod);
    case 'file':
      return tryFile(world, sign, pod);
    case 'name':
      return await lookUp(world, operator, sign, pod);
    case 'queue': {
      const there = sandboxOf(world, pod).egress !== undefined;
      return { there, detail: there ? 'its packets are held back' : 'nothing holds its packets back' };
    }
  }
}

function tryFile(world: World, { path, expect }: Extract<Sign, { readonly kind: 'file' }>, pod: SignedPod): SignSeen {
  const method = expect === 'full' ? 'write' : 'read';
  const { delayMs, errno } = containerIn(world, pod).files.operate(path, method);
  const there = typeof expect === 'object' ? errno === 0 && delayMs >= expect.lateMs : errno !== 0;
  return { there, detail: `trying ${path} (${method}) took ${delayMs} ms, error ${errno}` };
}

function containerIn({ nodes }: World, { node, namespace, pod, container }: SignedPod): RunningContainer {
  const found = nodes
    .get(node)
    ?.runtime.containers()
    .find((one) => one.namespace === namespace && one.pod === pod && one.name === container);
  if (found === undefined) throw new Error(`${namespace}/${pod} does not run here`);
  return found;
}

function sandboxOf({ nodes }: World, { node, namespace, pod }: SignedPod): Interface {
  const found = nodes.get(node)?.runtime.sandbox(namespace, pod);
  if (found === undefined) throw new Error(`${namespace}/${pod} does not run here`);
  return found;
}

async function lookUp(
  world: World,
  operator: Process,
  { name, expect }: Extract<Sign, { readonly kind: 'name' }>,
  pod: SignedPod,
): Promise<SignSeen> {
  const from = sandboxOf(world, pod);
  const own = containerIn(world, pod).resolver;
  const ask = async (settings: ResolverSettings): Promise<string | undefined> => {
    const options = { network: world.network, process: operator, from, settings: () => settings };
    const found = await new Promise<Lookup>((done) => resolver(options).lookup(name, done));
    return found.error === undefined ? found.addresses[0] : undefined;
  };
  const [asked, cluster] = await Promise.all([ask(own), ask({ ...own, nameservers: [clusterDnsAddress] })]);
  const there =
    cluster !== undefined && (expect === 'error' ? asked === undefined : asked !== undefined && asked !== cluster);
  const detail = `${name} is ${asked ?? 'nothing'} in the pod, ${cluster ?? 'nothing'} by the cluster’s DNS`;
  return { there, detail };
}

async function lookAtAnswer(
  { network, nodes }: World,
  operator: Process,
  { port, path, expect }: Extract<Sign, { readonly kind: 'http' }>,
  { node, ip }: SignedPod,
): Promise<SignSeen> {
  const from = nodes.get(node)?.on;
  if (from === undefined) throw new Error(`${node} is no node`);
  const startedAt = operator.now();
  const outcome = await new Promise<Outcome>((done) => {
    httpClient(network, operator, from).call(
      { method: 'GET', path, headers: {}, body: undefined },
      { to: { address: ip, port }, use: 'new', tls: false, timeoutMs: tryMs },
      { done },
    );
  });
  const ms = Math.round(operator.now() - startedAt);
  const status = outcome.answer?.status;
  const detail = status === undefined ? `no answer, after ${ms} ms` : `status ${status} after ${ms} ms`;
  if (expect === 'nothing') return { there: status === undefined, detail };
  if ('status' in expect) return { there: status === expect.status, detail };
  return { there: status !== undefined && ms >= expect.lateMs, detail };
}
