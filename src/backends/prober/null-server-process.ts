import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { inProcess, type ProcessSetting } from '../../base/processes/in-process.ts';
import { selfSigned } from './self-signed.ts';
import { preferProcess } from './prefer-process.ts';

/** What the null server says once it listens. */
export interface NullServerMessage {
  readonly port: number;
  readonly ca: string;
}

function serve(_input: unknown, { say }: ProcessSetting<NullServerMessage>): Promise<void> {
  const { cert, key } = selfSigned(['127.0.0.1']);
  const server = createServer({ cert, key }, (request, response) => {
    request.resume();
    response.end('ok');
  });
  return new Promise((_resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => say({ port: (server.address() as AddressInfo).port, ca: cert }));
  });
}

preferProcess();
inProcess(serve);
