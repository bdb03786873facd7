import type { ApiClient } from '../client/api-client.ts';
import type { HttpChange, HttpRule } from '../http/proxy.ts';
import type { Pod } from '../objects.ts';
import { freshRecord } from './containers.ts';
import type { DaemonClient } from './daemon-client.ts';
import type { Experiment, HttpChaosSpec, HttpPatch, HttpReplace } from './experiment.ts';
import { goDuration } from './go-duration.ts';
import { carryOut, type HelperObject, Refusal, throughHelper } from './helper-object.ts';
import type { KindParts } from './kind-parts.ts';
import type { ChaosKind } from './pipeline.ts';
import { selectPods } from './select.ts';

/** One experiment's rule for a pod's traffic, as the helper object has it. */
interface PodHttpRule {
  readonly source: string;
  readonly port: number;
  readonly target: 'Request' | 'Response';
  readonly selector: {
    readonly port?: number;
    readonly path?: string;
    readonly method?: string;
    readonly code?: number;
    readonly request_headers?: Readonly<Record<string, string>>;
    readonly response_headers?: Readonly<Record<string, string>>;
  };
  readonly actions: {
    readonly abort?: boolean;
    readonly delay?: string;
    readonly replace?: HttpReplace;
    readonly patch?: HttpPatch;
  };
}

interface PodHttpSpec {
  readonly rules?: readonly PodHttpRule[];
  readonly tls?: object;
}

const plural = 'podhttpchaos';

/** HTTPChaos: a proxy in the network of pods that aborts, delays or changes requests and answers. */
export function httpChaos({ client, random }: KindParts): ChaosKind {
  return {
    plural: 'httpchaos',
    oneShot: () => false,
    select: async ({ spec }) => {
      const pods = await selectPods(client, spec, random);
      return pods.map(({ metadata }) => freshRecord(`${metadata.namespace ?? ''}/${metadata.name}`, '.'));
    },
    ...throughHelper<PodHttpSpec>(client, {
      plural,
      // A helper that is gone is waited for without an end (chaos-mesh #4530).
      startsAgain: false,
      nameFor: ({ id }) => id.split('/')[1] ?? '',
      without: (spec, experiment) => ({
        rules: (spec?.rules ?? []).filter(({ source }) => source !== sourceOf(experiment)),
      }),
      added: (rest, experiment) => ({ ...rest, rules: [...(rest.rules ?? []), ruleOf(experiment)] }),
    }),
  };
}

function sourceOf({ metadata }: Experiment): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function given<T extends object>(parts: T): Partial<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function ruleOf(experiment: Experiment): PodHttpRule {
  const spec = experiment.spec as unknown as HttpChaosSpec;
  const { port, path, method, code, request_headers, response_headers, abort, delay, replace, patch } = spec;
  return {
    source: sourceOf(experiment),
    port,
    target: spec.target,
    selector: given({ port, path, method, code, request_headers, response_headers }),
    actions: given({ abort, delay, replace, patch }),
  };
}

/** Carries out what a PodHttpChaos says, through the daemon of the pod's node. */
export async function carryOutHttp(client: ApiClient, daemons: DaemonClient, helper: HelperObject): Promise<void> {
  const { namespace = '', name } = helper.metadata;
  const { rules = [] } = helper.spec as PodHttpSpec;
  await carryOut(client, helper, {
    plural,
    podName: name,
    act: async (pod: Pod) => {
      if ((pod.status?.containerStatuses ?? []).length === 0) {
        throw new Refusal(`pod ${namespace}/${name} has empty container status: container not found`);
      }
      try {
        await daemons.ask(pod.spec.nodeName ?? '', {
          call: 'apply-http',
          namespace,
          pod: name,
          rules: rules.map(proxyRule),
        });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`failed to apply for pod ${namespace}/${name}: ${why}`, { cause: error });
      }
    },
  });
}

function proxyRule({ target, port, selector, actions }: PodHttpRule): HttpRule {
  const { path, method, code, request_headers: requestHeaders, response_headers: responseHeaders } = selector;
  const { abort, delay, replace, patch } = actions;
  const delayMs = delay === undefined ? undefined : goDuration(delay);
  return {
    target,
    port,
    selector: given({ path, method, code, requestHeaders, responseHeaders }),
    ...(abort === undefined ? {} : { abort }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(replace === undefined ? {} : { replace: replaced(replace) }),
    ...(patch === undefined ? {} : { patch: patched(patch) }),
  };
}

function replaced({ body, ...rest }: HttpReplace): HttpChange {
  return body === undefined ? rest : { ...rest, body: textOf(body) };
}

function patched({ body, headers = [], queries = [] }: HttpPatch): HttpChange {
  return {
    headers: Object.fromEntries(headers),
    ...(queries.length === 0 ? {} : { queries: Object.fromEntries(queries) }),
    ...(body?.type === 'JSON' ? { body: parsed(body.value) } : {}),
  };
}

function textOf(base64: string): string {
  return new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.codePointAt(0) ?? 0));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
