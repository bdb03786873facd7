import { expect } from 'chai';
import { failureOf, failureOfStatus, shortened } from '../../../src/backends/prober/request-error.ts';

const systemError = (code: string, syscall?: string): Error =>
  Object.assign(new Error(`${syscall ?? ''} ${code}`), { code, ...(syscall === undefined ? {} : { syscall }) });

describe('failureOf', () => {
  const kinds = [
    ['ECONNREFUSED', 'connect', 'refused'],
    ['ECONNRESET', 'read', 'reset'],
    ['ECONNRESET', undefined, 'closed'],
    ['EPIPE', 'write', 'reset'],
    ['EHOSTUNREACH', 'connect', 'unreachable'],
    ['ENETUNREACH', 'connect', 'unreachable'],
    ['ETIMEDOUT', 'connect', 'timeout'],
    ['ENOTFOUND', 'getaddrinfo', 'dns'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undefined, 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', undefined, 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', undefined, 'tls'],
    ['CERT_HAS_EXPIRED', undefined, 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', undefined, 'tls'],
    ['HPE_INVALID_CONSTANT', undefined, 'other'],
    ['EMFILE', 'connect', 'other'],
  ] as const;
  for (const [code, syscall, error] of kinds) {
    it(`calls ${code}${syscall === undefined ? '' : ` of ${syscall}`} ${error}`, () => {
      expect(failureOf(systemError(code, syscall)).error).to.equal(error);
    });
  }
});

describe('failureOfStatus', () => {
  it('tells throttling, wrong questions and the rest apart', () => {
    const kinds = [429, 401, 403, 404, 500, 503, 302].map((status) => failureOfStatus(status, '').error);
    expect(kinds).to.deep.equal(['throttled', 'denied', 'denied', 'denied', 'status', 'status', 'status']);
  });

  it('keeps the message of an API error, and the failed checks of a health page', () => {
    const body = JSON.stringify({ kind: 'Status', message: 'namespaces "x" is forbidden' });
    expect(failureOfStatus(403, body).detail).to.equal('403 namespaces "x" is forbidden');
    const page = '[+]ping ok\n[-]etcd failed: reason withheld\n[+]log ok\nreadyz check failed';
    expect(failureOfStatus(500, page).detail).to.equal('500 [-]etcd failed: reason withheld');
  });
});

describe('shortened', () => {
  it('drops ephemeral ports, line breaks and what is beyond 200 characters', () => {
    expect(shortened('connect ETIMEDOUT 172.18.0.4:6443 - Local (172.18.0.1:43210)')).to.equal(
      'connect ETIMEDOUT 172.18.0.4:6443',
    );
    expect(shortened('read tcp 10.0.0.1:43210->10.0.0.2:2379:\n reset')).to.equal(
      'read tcp 10.0.0.1->10.0.0.2:2379: reset',
    );
    expect(shortened('x'.repeat(500))).to.have.length(200);
  });
});
