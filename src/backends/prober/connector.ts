import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import type { ConnectionMode } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import { tlsOptions, tlsSocket } from './tls-socket.ts';

/** Begins a connection. What comes over it is given to `receive`; the bytes are overwritten when more come, on whichever connection. */
export type Connector = (receive: (bytes: Buffer) => void) => Socket;

/**
 * What is read, on all connections: on POSIX systems libuv reads into it and hands it over in one go. A buffer for each read, as sockets have
 * them otherwise, costs as much as reading the answer.
 */
const buffer = Buffer.allocUnsafeSlow(65_536);
/** How long a kept connection is silent before the system asks its peer for a sign of life, every second from then on. */
const silentMs = 1000;

/** What makes connections to `endpoint`. Throws TypeError when it is no origin with an IP literal, or its PEM cannot be read. */
export function connectorTo({ target, tls, url }: Endpoint, mode: ConnectionMode): Connector {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family === 0) throw new TypeError(`the address of ${target} must be an IP literal, not ${hostname}`);
  const standardPort = protocol === 'https:' ? 443 : 80;
  const address = { host, family, port: port === '' ? standardPort : Number(port), autoSelectFamily: false } as const;
  const secure = protocol === 'https:' ? { ...address, ...tlsOptions(tls) } : undefined;
  return (receive) => {
    const onread = reading(receive);
    const socket = secure === undefined ? connectTcp({ ...address, onread }) : tlsSocket({ ...secure, onread });
    // A request must not wait for the acknowledgement of the handshake's last word.
    socket.setNoDelay(true);
    if (mode === 'reused') socket.setKeepAlive(true, silentMs);
    return socket;
  };
}

function reading(receive: (bytes: Buffer) => void): OnReadOpts {
  return {
    buffer,
    callback: (length) => {
      receive(buffer.subarray(0, length));
      return true;
    },
  };
}
