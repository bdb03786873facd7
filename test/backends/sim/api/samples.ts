export const maps = '/api/v1/namespaces/default/configmaps';
export const pods = '/api/v1/namespaces/default/pods';
export const deployments = '/apis/apps/v1/namespaces/default/deployments';
const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
export const deployment = {
  metadata: { name: 'web', labels },
  spec: { replicas: 2, selector: { matchLabels: labels }, template },
};
export const pod = { metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'web:1' }] } };
export const asJson = { 'content-type': 'application/json-patch+json' };
export const asMerge = { 'content-type': 'application/merge-patch+json' };
export const asStrategic = { 'content-type': 'application/strategic-merge-patch+json' };
export const asApply = { 'content-type': 'application/apply-patch+yaml' };
