import { type ApiClient, CallError } from '../client/api-client.ts';
import type { Pod } from '../objects.ts';
import type { StoredObject } from '../store/object.ts';
import { podPath } from './containers.ts';
import type { ChaosRecord, Experiment } from './experiment.ts';
import type { ChaosKind } from './pipeline.ts';

/** An object that carries what all experiments together want of a pod, and what came of it. */
export interface HelperObject<Spec = object> extends StoredObject {
  readonly spec: Spec;
  readonly status?: { readonly observedGeneration?: number; readonly failedMessage?: string };
}

/** How a kind of experiment uses its helper objects. */
export interface HelperUse<Spec> {
  /** Plural of the helpers' kind. */
  readonly plural: string;
  readonly nameFor: (record: ChaosRecord) => string;
  /** What is left of a helper when this experiment's own part is taken out. */
  readonly without: (spec: Spec | undefined, experiment: Experiment, record: ChaosRecord) => Spec;
  /** The same with its part in it. */
  readonly added: (rest: Spec, experiment: Experiment, record: ChaosRecord) => Spec | Promise<Spec>;
  /** Whether a helper that is gone while its record waits is made anew; else the record waits for ever. */
  readonly startsAgain: boolean;
}

type Step = Awaited<ReturnType<ChaosKind['apply']>>;
const notFound = 404;
const conflict = 409;

function helperPath(plural: string, namespace: string, name = ''): string {
  return `/apis/chaos-mesh.org/v1alpha1/namespaces/${namespace}/${plural}${name === '' ? '' : `/${name}`}`;
}

/** Applying and recovering of kinds that write a helper object and wait for its controller to carry it out. */
export function throughHelper<Spec extends object>(
  client: ApiClient,
  use: HelperUse<Spec>,
): Pick<ChaosKind, 'apply' | 'recover'> {
  const pathOf = (record: ChaosRecord): string =>
    helperPath(use.plural, record.id.split('/')[0] ?? '', use.nameFor(record));
  const find = async (record: ChaosRecord): Promise<HelperObject<Spec> | undefined> =>
    await client.call<HelperObject<Spec>>('GET', pathOf(record)).catch((error: unknown) => {
      if (error instanceof CallError && error.status === notFound) return undefined;
      throw error;
    });
  const waited = async (
    experiment: Experiment,
    record: ChaosRecord,
    [waiting, done]: readonly [Step['phase'], Step['phase']],
  ): Promise<Step> => {
    const helper = await find(record);
    if (helper === undefined && (waiting === 'Injected/Wait' || use.startsAgain)) return { phase: 'Not Injected' };
    if (helper === undefined) throw new Error(`${use.plural}.chaos-mesh.org "${use.nameFor(record)}" not found`);
    return { phase: carriedOut(helper, experiment, record) ? done : waiting };
  };
  return {
    apply: async (experiment, record) => {
      if (record.phase !== 'Not Injected') return await waited(experiment, record, ['Not Injected/Wait', 'Injected']);
      const pod = await runningPod(client, record);
      const helper = await find(record);
      const rest = use.without(helper?.spec, experiment, record);
      const spec = await use.added(rest, experiment, record);
      const instance = await commit(client, { path: pathOf(record), helper, spec, pod });
      return { phase: 'Not Injected/Wait', instance };
    },
    recover: async (experiment, record) => {
      if (record.phase === 'Injected/Wait') return await waited(experiment, record, ['Injected/Wait', 'Not Injected']);
      const pod = await runningPod(client, record).catch((error: unknown) => {
        if (error instanceof NoPod) return undefined;
        throw error;
      });
      const helper = pod === undefined ? undefined : await find(record);
      if (helper === undefined || pod === undefined) return { phase: 'Not Injected' };
      const spec = use.without(helper.spec, experiment, record);
      return { phase: 'Injected/Wait', instance: await commit(client, { path: pathOf(record), helper, spec, pod }) };
    },
  };
}

/** A helper is only written for a pod that runs. */
class NoPod extends Error {}

async function runningPod(client: ApiClient, { id }: ChaosRecord): Promise<Pod> {
  const pod = await client.call<Pod>('GET', podPath(id)).catch((error: unknown) => {
    throw error instanceof CallError && error.status === notFound ? new NoPod('pod not found') : error;
  });
  if (pod.status?.phase !== 'Running') throw new NoPod('pod not running');
  return pod;
}

/** Whether the helper's controller has carried out what this record waits for. Throws what stood in its way. */
function carriedOut({ status: own }: HelperObject, { status }: Experiment, { id }: ChaosRecord): boolean {
  const { observedGeneration = 0, failedMessage = '' } = own ?? {};
  if (observedGeneration < Number(status?.instances?.[id] ?? 0)) return false;
  if (failedMessage !== '') throw new Error(failedMessage);
  return true;
}

interface Commit<Spec> {
  readonly path: string;
  readonly helper: HelperObject<Spec> | undefined;
  readonly spec: Spec;
  readonly pod: Pod;
}

/** Writes a helper; answers with the generation that its controller has to have seen. */
async function commit<Spec extends object>(
  client: ApiClient,
  { path, helper, spec, pod }: Commit<Spec>,
): Promise<number> {
  const [, collection = '', name = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
  if (helper === undefined) {
    const { namespace = '' } = pod.metadata;
    const owner = { apiVersion: 'v1', kind: 'Pod', name: pod.metadata.name, uid: pod.metadata.uid };
    const body = { metadata: { name, namespace, ownerReferences: [owner] }, spec };
    return (await client.call<HelperObject>('POST', collection, { body })).metadata.generation ?? 1;
  }
  try {
    const body = { metadata: { resourceVersion: helper.metadata.resourceVersion }, spec };
    return (await client.call<HelperObject>('PATCH', path, { body })).metadata.generation ?? 1;
  } catch (error) {
    if (error instanceof CallError && (error.status === conflict || error.status === notFound))
      throw new Error('the helper of the pod changed meanwhile', { cause: error });
    throw error;
  }
}

/** How a helper's controller carries out what it says of a pod. */
export interface CarryOut {
  readonly plural: string;
  readonly podName: string;
  /** Throws a Refusal for what is not tried again. */
  readonly act: (pod: Pod) => Promise<void>;
}

/** Carries out what a helper says, and says so in its status. Rejects to be tried again. */
export async function carryOut(client: ApiClient, helper: HelperObject, how: CarryOut): Promise<void> {
  if (helper.metadata.deletionTimestamp !== undefined || isCarriedOut(helper)) return;
  const { namespace = '' } = helper.metadata;
  const pod = await client
    .call<Pod>('GET', podPath(`${namespace}/${how.podName}`))
    .catch((error: unknown) => ifThere(error));
  // Its owner is gone: so will it be.
  if (pod === undefined) return;
  try {
    await how.act(pod);
  } catch (error) {
    await report(client, helper, how.plural, wordsOf(error));
    if (error instanceof Refusal) return;
    throw error;
  }
  await report(client, helper, how.plural, '');
}

function isCarriedOut({ metadata, status }: HelperObject): boolean {
  return (status?.observedGeneration ?? 0) >= (metadata.generation ?? 1) && (status?.failedMessage ?? '') === '';
}

/** Nothing for what is not there; throws whatever else went wrong. */
function ifThere(error: unknown): undefined {
  if (!(error instanceof CallError && error.status === notFound)) throw error;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function report(client: ApiClient, helper: HelperObject, plural: string, failedMessage: string): Promise<void> {
  const { namespace = '', name, generation = 1 } = helper.metadata;
  const { observedGeneration, failedMessage: before = '' } = helper.status ?? {};
  if (observedGeneration === generation && failedMessage === before) return;
  const status = { observedGeneration: generation, failedMessage: failedMessage === '' ? null : failedMessage };
  const path = `${helperPath(plural, namespace, name)}/status`;
  await client.call('PATCH', path, { body: { status } }).catch((error: unknown) => ifThere(error));
}

/** What a helper's controller will not do, however often it is asked. */
export class Refusal extends Error {}
