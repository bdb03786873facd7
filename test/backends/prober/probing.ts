import type { Endpoint } from '../../../src/backends/prober/endpoint.ts';
import { type RequestSender, requestSender } from '../../../src/backends/prober/send-request.ts';
import { systemClock } from '../../../src/base/system-clock.ts';
import { type ConnectionMode, streamId } from '../../../src/core/stream.ts';
import { type RawServer, startRawServer, type Talk } from '../../support/raw-server.ts';

export const clock = systemClock();
export const ok = 'HTTP/1.1 200 OK\r\n';
/** A whole good answer, after which the connection may be kept. */
export const okay = `${ok}Content-Length: 2\r\n\r\nok`;

/** Sends `readyz`. */
export function sender(endpoint: Endpoint, connection: ConnectionMode, timeoutMs = 300): RequestSender {
  const target = { name: 'cp-1', role: 'apiserver', node: 'cp-1' } as const;
  const times = { periodMs: 100, phaseMs: 0, timeoutMs, goodWithinMs: timeoutMs };
  const id = streamId(target, 'readyz', connection);
  return requestSender({ id, target, operation: 'readyz', connection, ...times }, endpoint, clock);
}

/** Uses a server that talks so, and closes it. */
export async function at<T>(talk: Talk, secure: boolean, use: (server: RawServer) => Promise<T>): Promise<T> {
  const server = await startRawServer(talk, secure);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

/** Says this to each request. */
export function say(text: string): Talk {
  return (socket) => void socket.write(text);
}

/** Says this; what it does then comes 30 ms later, so that it is not read together with the beginning. */
export function sayThen(text: string, then: (socket: Parameters<Talk>[0]) => void): Talk {
  return (socket) => {
    socket.write(text);
    void clock.sleep(30).then(() => then(socket));
  };
}
