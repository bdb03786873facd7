import { createHash } from 'node:crypto';
import { parseAllDocuments } from 'yaml';
import { HarnessError } from '../../core/errors.ts';
import { managedBy, managedByLabel } from '../../core/identity.ts';
import type { KubeClient } from './kube-client.ts';

/** A Kubernetes object as a file has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What a file of manifests is given when it is applied. */
export interface Placement {
  readonly namespace: string;
  /** Stands where the file says `workload.image`. */
  readonly image: string;
}

const imageToken = 'workload.image';
const contentAnnotation = 'aftershock.dev/content';

/** The objects of a YAML text, in their order. Throws HarnessError('scenario-invalid') that lists every mistake. */
export function parseManifests(text: string, file: string): readonly Manifest[] {
  const documents = parseAllDocuments(text);
  const list = Array.isArray(documents) ? documents : [];
  const mistakes = list.flatMap(({ errors }) => errors.map(({ message }) => message.split('\n')[0] ?? message));
  const manifests =
    mistakes.length > 0 ? [] : list.map((document) => document.toJS() as unknown).filter((m) => m !== null);
  const strange = manifests.flatMap((manifest, i) => (isManifest(manifest) ? [] : [`document ${i + 1}`]));
  if (strange.length > 0) mistakes.push(`${strange.join(', ')}: no apiVersion, kind or metadata.name`);
  if (mistakes.length === 0 && manifests.length === 0) mistakes.push('it holds no object');
  if (mistakes.length > 0) {
    throw new HarnessError('scenario-invalid', mistakes.map((mistake) => `${file}: ${mistake}`).join('\n'), {
      hint: 'Write Kubernetes manifests, divided by "---".',
    });
  }
  return manifests.filter(isManifest);
}

/**
 * Puts manifests into a namespace, with the image and the harness's label. Pod templates carry a hash of all of them, so that
 * a changed ConfigMap starts new pods.
 */
export function placed(manifests: readonly Manifest[], { namespace, image }: Placement): readonly Manifest[] {
  const content = createHash('sha256').update(JSON.stringify(manifests)).digest('hex').slice(0, 12);
  return manifests.map((manifest) => {
    const labels = { ...manifest.metadata.labels, [managedByLabel]: managedBy };
    const ready = withContent(withImage(manifest, image) as Manifest, content);
    return { ...ready, metadata: { ...manifest.metadata, namespace, labels } };
  });
}

/**
 * Finds the paths of namespaced kinds by asking the API what it has, once for each API group.
 * Throws HarnessError('scenario-invalid') for a kind that is unknown or not namespaced.
 */
export function pathFinder(
  client: KubeClient,
  signal: AbortSignal,
): (kind: Pick<Manifest, 'apiVersion' | 'kind'>, namespace: string) => Promise<string> {
  const groups = new Map<string, Promise<{ resources: readonly ApiResource[] } | undefined>>();
  return async ({ apiVersion, kind }, namespace) => {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const group = groups.get(root) ?? client.get<{ resources: readonly ApiResource[] }>(root, { signal });
    groups.set(root, group);
    const found = (await group)?.resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
    if (found === undefined) {
      throw new HarnessError('scenario-invalid', `the cluster has no ${kind} in ${apiVersion}`, {
        hint: 'Correct apiVersion and kind, or install what defines them.',
      });
    }
    if (found.namespaced) return `${root}/namespaces/${namespace}/${found.name}`;
    throw new HarnessError('scenario-invalid', `a ${kind} belongs to the whole cluster, not to a workload`, {
      hint: 'Take it out of the workload, and make it by hand where it is needed.',
    });
  };
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<Manifest>;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata?.name === 'string';
}

function withImage(value: unknown, image: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => withImage(entry, image));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, unknown]) => [
      key,
      key === 'image' && entry === imageToken ? image : withImage(entry, image),
    ]),
  );
}

function withContent(manifest: Manifest, content: string): Manifest {
  const spec = manifest['spec'] as { template?: { metadata?: { annotations?: Record<string, string> } } } | undefined;
  if (spec?.template === undefined) return manifest;
  const metadata = spec.template.metadata;
  const annotations = { ...metadata?.annotations, [contentAnnotation]: content };
  return { ...manifest, spec: { ...spec, template: { ...spec.template, metadata: { ...metadata, annotations } } } };
}
