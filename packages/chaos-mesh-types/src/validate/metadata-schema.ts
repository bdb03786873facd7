import type { JsonSchema } from './json-schema.ts';

const text = { type: 'string' };
const texts = { type: 'object', additionalProperties: text };

/** Kubernetes' ObjectMeta (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/). */
export const metadataSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    name: text,
    generateName: text,
    namespace: text,
    labels: texts,
    annotations: texts,
    finalizers: { type: 'array', items: text },
    ownerReferences: { type: 'array', items: { type: 'object' } },
    managedFields: { type: 'array', items: { type: 'object' } },
    uid: text,
    resourceVersion: text,
    generation: { type: 'integer' },
    creationTimestamp: text,
    deletionTimestamp: text,
    deletionGracePeriodSeconds: { type: 'integer' },
    selfLink: text,
  },
};
