import { expect } from 'chai';
import { denialOf } from '../../../../src/backends/sim/apiserver/authorization.ts';

function words(method: string, path: string, user?: string): string | undefined {
  const headers: Record<string, string> = user === undefined ? {} : { 'x-user': user };
  const answer = denialOf({ method, path, headers, body: undefined });
  return (answer?.body as { message: string } | undefined)?.message;
}

describe('denialOf', () => {
  // Recorded on a kind cluster in the seconds after an apiserver's restart.
  it('has the words of a real apiserver', () => {
    expect(words('GET', '/readyz')).to.equal('forbidden: User "kubernetes-admin" cannot get path "/readyz"');
    expect(words('GET', '/api/v1/namespaces/default?timeout=1s')).to.equal(
      'namespaces "default" is forbidden: User "kubernetes-admin" cannot get resource "namespaces" in API group "" in the namespace "default"',
    );
    expect(words('PATCH', '/api/v1/namespaces/a/configmaps/probe?fieldManager=x')).to.equal(
      'configmaps "probe" is forbidden: User "kubernetes-admin" cannot patch resource "configmaps" in API group "" in the namespace "a"',
    );
  });

  it('names verb, group, part and scope', () => {
    const user = 'system:kube-scheduler';
    const leases = '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases';
    expect(words('POST', leases, user)).to.equal(
      `leases.coordination.k8s.io is forbidden: User "${user}" cannot create resource "leases" in API group "coordination.k8s.io" in the namespace "kube-system"`,
    );
    expect(words('GET', '/api/v1/pods?watch=true', user)).to.contain(
      'cannot watch resource "pods" in API group "" at the cluster scope',
    );
    expect(words('GET', '/api/v1/pods', user)).to.contain('cannot list resource');
    expect(words('PUT', '/api/v1/nodes/a/status', user)).to.contain('cannot update resource "nodes/status"');
    expect(words('DELETE', leases, user)).to.contain('cannot deletecollection');
  });

  it('lets kubelets pass', () => {
    expect(words('GET', '/api/v1/pods', 'system:node:a')).to.equal(undefined);
  });
});
