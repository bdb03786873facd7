import type { Random } from '../../../base/random.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Node, Pod } from '../objects.ts';
import type { PodSelection, Selector } from './experiment.ts';

interface List<T> {
  readonly items: readonly T[];
}

/** The pods that a selection takes now; it is made once in an experiment's life. Rejects as Chaos Mesh's own selection does. */
export async function selectPods(
  client: ApiClient,
  { selector, mode, value }: PodSelection,
  random: Random,
): Promise<readonly Pod[]> {
  const pods = await candidates(client, selector);
  const count = countOf(mode, value, pods.length, random);
  return count >= pods.length ? pods : random.shuffle(pods).slice(0, count);
}

async function candidates(client: ApiClient, selector: Selector): Promise<readonly Pod[]> {
  if (selector.pods !== undefined) {
    const wanted = Object.entries(selector.pods);
    const found = await Promise.all(wanted.map(([namespace]) => podsOf(client, namespace)));
    return found.flatMap((pods, index) => pods.filter(({ metadata }) => wanted[index]?.[1].includes(metadata.name)));
  }
  const nodes = await nodesOf(client, selector);
  const matches = matcher(selector);
  const found = await Promise.all((selector.namespaces ?? []).map((namespace) => podsOf(client, namespace)));
  return found.flat().filter((pod) => matches(pod) && (nodes === undefined || nodes.has(pod.spec.nodeName ?? '')));
}

async function podsOf(client: ApiClient, namespace: string): Promise<readonly Pod[]> {
  return (await client.call<List<Pod>>('GET', `/api/v1/namespaces/${namespace}/pods`)).items;
}

/** `nodes` and `nodeSelectors` are united; a node that is not there is an error. */
async function nodesOf(
  client: ApiClient,
  { nodes = [], nodeSelectors = {} }: Selector,
): Promise<ReadonlySet<string> | undefined> {
  if (nodes.length === 0 && Object.keys(nodeSelectors).length === 0) return undefined;
  const named = await Promise.all(nodes.map((name) => client.call<Node>('GET', `/api/v1/nodes/${name}`)));
  const names = new Set(named.map(({ metadata }) => metadata.name));
  if (Object.keys(nodeSelectors).length > 0) {
    const { items } = await client.call<List<Node>>('GET', '/api/v1/nodes');
    for (const { metadata } of items) if (has(metadata.labels, nodeSelectors)) names.add(metadata.name);
  }
  return names;
}

type Labels = Readonly<Record<string, string>>;

function has(labels: Labels = {}, wanted: Labels = {}): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function matcher(selector: Selector): (pod: Pod) => boolean {
  const { labelSelectors, annotationSelectors, fieldSelectors = {}, expressionSelectors = [] } = selector;
  const isInPhase = phaseMatcher(selector.podPhaseSelectors ?? []);
  return (pod) => {
    const { labels, annotations } = pod.metadata;
    return (
      has(labels, labelSelectors) &&
      has(annotations, annotationSelectors) &&
      has(fieldsOf(pod), fieldSelectors) &&
      expressionSelectors.every((term) => holds(term, labels ?? {})) &&
      isInPhase(pod.status?.phase ?? '')
    );
  };
}

function fieldsOf({ metadata, spec, status }: Pod): Labels {
  return {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace ?? '',
    'spec.nodeName': spec.nodeName ?? '',
    'status.phase': status?.phase ?? '',
  };
}

/** `Running`: one of those; `!Failed`: none of those. */
function phaseMatcher(phases: readonly string[]): (phase: string) => boolean {
  const wanted = phases.filter((phase) => !phase.startsWith('!'));
  const unwanted = phases.flatMap((phase) => (phase.startsWith('!') ? [phase.slice(1)] : []));
  return (phase) => (wanted.length === 0 || wanted.includes(phase)) && !unwanted.includes(phase);
}

function holds(
  { key, operator, values = [] }: NonNullable<Selector['expressionSelectors']>[number],
  labels: Labels,
): boolean {
  const value = labels[key];
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  throw new Error(`"${operator}" is not a valid label selector operator`);
}

/** How many of so many: percentages are rounded up, and a fixed number is no more than there are. */
export function countOf(mode: string, value: string | undefined, all: number, random: Random): number {
  const number = Number(value ?? '0');
  if (mode === 'one') return Math.min(1, all);
  if (mode === 'fixed') return Math.min(number, all);
  if (mode === 'fixed-percent') return Math.ceil((all * number) / 100);
  if (mode === 'random-max-percent') return Math.floor((all * Math.floor(random.next() * (number + 1))) / 100);
  return all;
}
