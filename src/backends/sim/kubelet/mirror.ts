import { type ApiClient, CallError } from '../client/api-client.ts';
import type { Process } from '../engine/process.ts';
import type { Pod } from '../objects.ts';

const retryMs = 10_000;
const alreadyExists = 409;
/** From the object's end until the kubelet's next look at the pod (assumed). */
const noticeMs = 100;

/** Whether an object only mirrors a static pod. */
export function isMirror({ metadata }: Pod): boolean {
  return metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

/** A static pod has no uid in the API but its mirror's, which may change. */
export function podIdOf(pod: Pod): string {
  return isMirror(pod) ? `static ${pod.metadata.name}` : pod.metadata.uid;
}

/** Puts the mirror of a static pod back that somebody deleted: the pod itself has never noticed. */
export async function mirrorAgain(
  { process, client }: { readonly process: Process; readonly client: ApiClient },
  { metadata, spec }: Pod,
  done: () => void,
): Promise<void> {
  const { name, namespace = '', labels, annotations, ownerReferences } = metadata;
  const body = { metadata: { name, namespace, labels, annotations, ownerReferences }, spec };
  await process.sleep(noticeMs);
  for (;;) {
    try {
      await client.call('POST', `/api/v1/namespaces/${namespace}/pods`, { body });
      return done();
    } catch (error) {
      if (error instanceof CallError && error.status === alreadyExists) return done();
      await process.sleep(retryMs);
    }
  }
}
