import type { RequestError } from '../../core/observation.ts';

/** Why a request failed, in the words of observations. `detail` is one line of at most 200 characters. */
export interface Failure {
  readonly error: RequestError;
  readonly detail: string;
}

const errorOfCode: Readonly<Record<string, RequestError>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EPROTO: 'tls',
};
// OpenSSL's verdicts on certificates have codes without a common prefix (node:tls, "X509 certificate error codes").
const tlsCode = /^ERR_(?:TLS|SSL|OSSL)_|CERT|ISSUER|SIGNATURE|^CRL_|^HOSTNAME_MISMATCH$/;

/** The failure that a socket's or a request's error stands for. */
export function failureOf(thrown: Error): Failure {
  const { code = '', syscall } = thrown as NodeJS.ErrnoException;
  return { error: kindOf(code, syscall), detail: shortened(thrown.message) };
}

/** The failure that an answer with an unexpected status stands for. */
export function failureOfStatus(status: number, body: string): Failure {
  return { error: kindOfStatus(status), detail: shortened(`${status} ${essence(body)}`) };
}

/** One line of at most 200 characters, without ephemeral ports: they would make every repetition look new. */
export function shortened(text: string): string {
  const line = text
    .replaceAll(/ - Local \([^)]*\)/g, '')
    .replaceAll(/:\d+->/g, '->')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}

function kindOf(code: string, syscall: string | undefined): RequestError {
  // Node gives a plain FIN the code of a reset as well; only a real RST comes from a system call. A RST that arrives
  // together with the last bytes is still called `closed`: libuv hands it on as a plain end (uv__stream_io, POLLHUP).
  if (code === 'ECONNRESET' && syscall === undefined) return 'closed';
  return errorOfCode[code] ?? (tlsCode.test(code) ? 'tls' : 'other');
}

function kindOfStatus(status: number): RequestError {
  if (status === 429) return 'throttled';
  return status === 401 || status === 403 || status === 404 ? 'denied' : 'status';
}

// A health page names each check: the failed ones say why. An API error carries one message.
function essence(body: string): string {
  const failedChecks = body.split('\n').filter((line) => line.startsWith('[-]'));
  if (failedChecks.length > 0) return failedChecks.join(' ');
  return /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(body)?.[1]?.replaceAll('\\"', '"') ?? body;
}
