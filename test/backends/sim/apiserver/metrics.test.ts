import { expect } from 'chai';
import { requestLabels } from '../../../../src/backends/sim/apiserver/metrics.ts';

describe('requestLabels', () => {
  const labels = (method: string, path: string, headers: Readonly<Record<string, string>> = {}): string =>
    [...requestLabels({ method, path, headers }).matchAll(/"([^"]*)"/g)].map(([, value]) => value).join(',');

  it('tells verb, group, resource, subresource and scope apart as the real apiserver does', () => {
    expect(labels('GET', '/api/v1/namespaces/default')).to.equal('GET,,namespaces,,resource');
    expect(labels('GET', '/api/v1/pods?limit=1')).to.equal('LIST,,pods,,cluster');
    expect(labels('GET', '/apis/apps/v1/namespaces/a/deployments')).to.equal('LIST,apps,deployments,,namespace');
    expect(labels('PATCH', '/api/v1/namespaces/a/pods/b/status')).to.equal('PATCH,,pods,status,resource');
    expect(labels('POST', '/api/v1/namespaces/a/pods')).to.equal('POST,,pods,,resource');
    expect(labels('DELETE', '/api/v1/namespaces/a/pods')).to.equal('DELETECOLLECTION,,pods,,namespace');
    expect(labels('DELETE', '/api/v1/namespaces/a/pods/b')).to.equal('DELETE,,pods,,resource');
    expect(labels('PATCH', '/api/v1/namespaces/a/pods/b', { 'content-type': 'application/apply-patch+yaml' })).to.equal(
      'APPLY,,pods,,resource',
    );
    expect(labels('PUT', '/api/v1/namespaces/a/finalize')).to.equal('PUT,,namespaces,finalize,resource');
  });
});
