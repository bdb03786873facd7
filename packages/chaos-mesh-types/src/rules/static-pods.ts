import { type Fields, isRecord, listAt, recordAt, textAt } from '../validate/values.ts';

const components = ['kube-apiserver', 'etcd', 'kube-scheduler', 'kube-controller-manager'];
const staticName = new RegExp(`^(${components.join('|')})-`);

/**
 * Whether a selector asks for pods of the control plane. Those are static: what the API has of them are mirrors, without effect
 * on the process when they are deleted or changed, and they use their node's network.
 */
export function selectsStaticPods(selector: Fields | undefined, ownNamespace: string | undefined): boolean {
  const names = recordAt(selector, 'pods');
  if (names !== undefined && Object.keys(names).length > 0) {
    return listAt(names, 'kube-system').some((name) => typeof name === 'string' && staticName.test(name));
  }
  const listed = listAt(selector, 'namespaces');
  const namespaces = listed.length > 0 ? listed : [ownNamespace];
  if (!namespaces.includes('kube-system')) return false;
  const labels = recordAt(selector, 'labelSelectors');
  if (components.includes(textAt(labels, 'component') ?? '') || textAt(labels, 'tier') === 'control-plane') return true;
  return listAt(selector, 'expressionSelectors').some(
    (expression) =>
      isRecord(expression) &&
      expression['key'] === 'component' &&
      expression['operator'] === 'In' &&
      listAt(expression, 'values').some((value) => components.includes(String(value))),
  );
}

/** Whether a selector asks for pods that use their node's network: those of the control plane, and kube-proxy. */
export function selectsHostNetwork(selector: Fields | undefined, ownNamespace: string | undefined): boolean {
  const labels = recordAt(selector, 'labelSelectors');
  const proxies = listAt(recordAt(selector, 'pods'), 'kube-system').some(
    (name) => typeof name === 'string' && name.startsWith('kube-proxy-'),
  );
  return proxies || textAt(labels, 'k8s-app') === 'kube-proxy' || selectsStaticPods(selector, ownNamespace);
}
