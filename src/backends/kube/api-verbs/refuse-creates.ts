import type { ApiVerbOf } from '../../../core/api-verb.ts';
import { managedBy, managedByLabel, runLabel } from '../../../core/identity.ts';
import { ApiError, retrying } from '../api-error.ts';
import type { KubeObject } from '../api-types.ts';
import type { ApiVerbKind } from './verb-kind.ts';

/** Where these configurations are. */
export const webhooksPath = '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations';
/** How an apiserver begins when it cannot reach a webhook that it must ask (k8s.io/apiserver, admission/plugin/webhook). */
const refusal = 'failed calling webhook';

/**
 * A validating webhook with failurePolicy Fail that nobody serves: what an outage of a policy controller leaves behind.
 * It stands for the configuration of such a controller, so that none that the cluster needs has to be broken.
 */
export const refuseCreates: ApiVerbKind<ApiVerbOf<'refuse-creates'>> = {
  act: ({ client, clock, verb }) => {
    const own = `${webhooksPath}/${verb.webhook}`;
    const tryCreate = async (signal: AbortSignal): Promise<string | undefined> => {
      try {
        await client.create(`/api/v1/namespaces/${verb.namespace}/pods?dryRun=All`, dryPod(verb), { signal });
        return undefined;
      } catch (error) {
        if (error instanceof ApiError && error.message.includes(refusal)) return error.message;
        throw error;
      }
    };
    let acceptedBefore = false;
    return {
      before: async (signal) => {
        acceptedBefore = (await tryCreate(signal)) === undefined;
      },
      apply: async (signal) => {
        await retrying({ clock, signal }, () => client.apply(own, configuration(verb), { signal }));
      },
      prove: async (signal) => {
        const refused = await tryCreate(signal);
        const detail =
          refused === undefined
            ? 'a pod would still be accepted'
            : `a pod that ${acceptedBefore ? 'was accepted before' : 'was not accepted before either'} is refused: ${refused}`;
        return { status: acceptedBefore && refused !== undefined ? 'proven' : 'unproven', detail };
      },
      undo: async (signal) => {
        await retrying({ clock, signal }, () => client.remove(own, { signal }));
        return '';
      },
    };
  },
  sweep: async ({ client, clock }, signal) => {
    const selector = encodeURIComponent(`${managedByLabel}=${managedBy},${runLabel}`);
    const found = await retrying({ clock, signal }, () =>
      client.list<KubeObject>(`${webhooksPath}?labelSelector=${selector}`, { signal }),
    );
    for (const { metadata } of found.items) {
      await retrying({ clock, signal }, () => client.remove(`${webhooksPath}/${metadata.name}`, { signal }));
    }
    return [];
  },
};

function configuration({ webhook, namespace, labels }: ApiVerbOf<'refuse-creates'>): object {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: webhook, labels },
    webhooks: [
      {
        name: 'policy.aftershock.dev',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
        failurePolicy: 'Fail',
        timeoutSeconds: 5,
        clientConfig: { service: { namespace, name: 'policy-webhook-that-is-down', path: '/validate' } },
        rules: [{ apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'] }],
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
      },
    ],
  };
}

function dryPod({ webhook, namespace }: ApiVerbOf<'refuse-creates'>): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${webhook}-trial`, namespace },
    spec: { containers: [{ name: 'trial', image: 'trial' }] },
  };
}
