import type { Toleration } from '../../objects.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ApiContext } from '../handler.ts';
import { each, type Json, over } from './over.ts';
import { withLostNodes } from './tolerations.ts';

/** A pod's spec, or that of a template, with its defaults (k8s.io/kubernetes, pkg/apis/core/v1/defaults.go). */
export function templateDefaults(spec: Json): Json {
  return over(
    {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    },
    lists(spec),
  );
}

function lists(spec: Json): Json {
  let result = spec;
  for (const key of ['containers', 'initContainers']) {
    const made = each(spec[key], container);
    if (made !== spec[key]) result = { ...result, [key]: made };
  }
  return result;
}

function container(given: Json): Json {
  const image = typeof given['image'] === 'string' ? given['image'] : '';
  const pulled = /:latest$|^[^:]*$/.test(image.split('/').at(-1) ?? '') && !image.includes('@');
  let made = over(
    {
      resources: {},
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
      imagePullPolicy: pulled ? 'Always' : 'IfNotPresent',
    },
    given,
  );
  const ports = each(made['ports'], (port) => over({ protocol: 'TCP' }, port));
  if (ports !== made['ports']) made = { ...made, ports };
  for (const key of ['readinessProbe', 'livenessProbe', 'startupProbe']) {
    const probe = made[key];
    if (probe !== undefined) made = { ...made, [key]: probeDefaults(probe as Json) };
  }
  return made;
}

function probeDefaults(probe: Json): Json {
  const http = probe['httpGet'] as Json | undefined;
  const made = over({ timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }, probe);
  return http === undefined ? made : { ...made, httpGet: over({ path: '/', scheme: 'HTTP' }, http) };
}

/** A new pod: tolerations, service account and priority that admission gives, and its first status. */
export function newPod(object: StoredObject, { tolerationSeconds }: ApiContext): StoredObject {
  const spec = object['spec'] as Json;
  const tolerations = (spec['tolerations'] ?? []) as readonly Toleration[];
  return {
    ...object,
    spec: {
      ...over(
        {
          serviceAccountName: 'default',
          enableServiceLinks: true,
          preemptionPolicy: 'PreemptLowerPriority',
          priority: 0,
        },
        spec,
      ),
      tolerations: withLostNodes(tolerations, tolerationSeconds),
    },
    status: { phase: 'Pending', qosClass: qosOf(spec), ...(object['status'] as object | undefined) },
  };
}

interface Resources {
  readonly resources?: {
    readonly requests?: Readonly<Record<string, string>>;
    readonly limits?: Readonly<Record<string, string>>;
  };
}

function qosOf(spec: Json): string {
  const containers = (spec['containers'] ?? []) as readonly Resources[];
  const asked = containers.map(({ resources = {} }) => ({
    requests: resources.requests ?? {},
    limits: resources.limits ?? {},
  }));
  if (asked.every(({ requests, limits }) => Object.keys(requests).length + Object.keys(limits).length === 0))
    return 'BestEffort';
  const guaranteed = asked.every(({ requests, limits }) =>
    ['cpu', 'memory'].every((name) => limits[name] !== undefined && (requests[name] ?? limits[name]) === limits[name]),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}
