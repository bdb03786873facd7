import { ApiRefusal } from '../api/status.ts';
import type { ApiContext } from '../api/handler.ts';
import { type AdmissionAnswer, type AdmissionReview, admittedKinds } from '../chaos-mesh/admission.ts';
import { httpClient, type Outcome } from '../http/client.ts';
import type { Service } from '../objects.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { ProgramContext } from './program.ts';

/** timeoutSeconds of Chaos Mesh's webhook configurations; their failurePolicy is Fail. */
const timeoutMs = 5000;
const group = '.chaos-mesh.org';
const servicePort = 443;

/** How an apiserver asks Chaos Mesh's webhooks: an HTTPS call to their Service, through its own node's rules. */
export function chaosAdmission({ world, process, on }: ProgramContext): ApiContext['admit'] {
  const http = httpClient(world.network, process, on);
  const ask = async (word: string, ...[resource, operation, object]: Admitting): Promise<StoredObject> => {
    const key = keyOf(object.metadata.namespace, object.metadata.name);
    const old = operation === 'UPDATE' ? world.store.get(resource, key) : undefined;
    const service = world.store.get('services', 'chaos-mesh/chaos-mesh-controller-manager') as Service | undefined;
    const address = service?.spec.clusterIP;
    if (address === undefined) throw unreachable(word, 'service "chaos-mesh-controller-manager" not found');
    const body: AdmissionReview = { operation, object, old };
    const outcome = await new Promise<Outcome>((done) => {
      http.call(
        { method: 'POST', path: `/mutate-chaos-mesh-org-v1alpha1-${word}`, headers: {}, body },
        { to: { address, port: servicePort }, use: 'pooled', tls: true, timeoutMs },
        { done },
      );
    });
    if (outcome.answer === undefined) throw unreachable(word, reason(outcome, address));
    const answer = outcome.answer.body as AdmissionAnswer;
    if ('object' in answer) return answer.object;
    const { denied, code = 403 } = answer;
    throw new ApiRefusal(
      code,
      code === 403 ? 'Forbidden' : 'InternalError',
      `admission webhook "v${word}.kb.io" denied the request: ${denied}`,
    );
  };
  return (...asked) => {
    const [resource, , object] = asked;
    const word = resource.endsWith(group) ? admittedKinds.get(resource.slice(0, -group.length)) : undefined;
    return word === undefined ? object : ask(word, ...asked);
  };
}

type Admitting = Parameters<ApiContext['admit']>;

function reason(outcome: Outcome & { readonly answer?: undefined }, address: string): string {
  const where = `dial tcp ${address}:${servicePort}: connect:`;
  if (outcome.error === 'refused') return `${where} connection refused`;
  if (outcome.error === 'unreachable') return `${where} no route to host`;
  return outcome.error === 'timeout' ? 'context deadline exceeded' : 'EOF';
}

function unreachable(word: string, why: string): ApiRefusal {
  const path = `/mutate-chaos-mesh-org-v1alpha1-${word}?timeout=${timeoutMs / 1000}s`;
  const url = `https://chaos-mesh-controller-manager.chaos-mesh.svc:${servicePort}${path}`;
  const call = `failed calling webhook "m${word}.kb.io": failed to call webhook: Post "${url}": ${why}`;
  return new ApiRefusal(500, 'InternalError', `Internal error occurred: ${call}`);
}
