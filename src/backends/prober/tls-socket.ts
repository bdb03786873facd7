import { isIP, type OnReadOpts } from 'node:net';
import { checkServerIdentity, connect, type ConnectionOptions, createSecureContext, TLSSocket } from 'node:tls';
import type { Endpoint } from './endpoint.ts';

/** What every connection to one endpoint is made with. */
export type TlsOptions = Pick<
  ConnectionOptions,
  'ALPNProtocols' | 'secureContext' | 'servername' | 'rejectUnauthorized'
>;

/** Throws when a PEM cannot be read. */
export function tlsOptions({ servername, unverified, ...pem }: NonNullable<Endpoint['tls']> = {}): TlsOptions {
  return {
    ALPNProtocols: ['http/1.1'],
    // Read once: parsing the PEMs anew for each connection would cost more than the handshake.
    secureContext: createSecureContext(pem),
    ...(servername === undefined ? {} : { servername }),
    ...(unverified === true ? { rejectUnauthorized: false } : {}),
  };
}

/**
 * A TLS connection with a handshake of its own. Whether the certificate names the peer is asked of OpenSSL: node:tls takes the whole
 * certificate apart into an object first, which costs more than the handshake itself.
 */
export function tlsSocket(options: ConnectionOptions & { readonly onread?: OnReadOpts }): TLSSocket {
  const name = options.servername ?? options.host ?? '';
  const socket: TLSSocket = connect({
    ...options,
    checkServerIdentity: (): Error | undefined => identityError(socket, name),
  });
  Object.assign(socket, { getPeerCertificate: () => ({}) });
  return socket;
}

/** What OpenSSL does not agree to is left to node:tls, and its words. */
function identityError(socket: TLSSocket, name: string): Error | undefined {
  const certificate = socket.getPeerX509Certificate();
  const named = isIP(name) === 0 ? certificate?.checkHost(name, { subject: 'never' }) : certificate?.checkIP(name);
  if (named !== undefined) return undefined;
  return checkServerIdentity(name, TLSSocket.prototype.getPeerCertificate.call(socket));
}
