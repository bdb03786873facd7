/** A fake apiserver with many pods, and many changes of them a second. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/base/system-clock.ts';

const [count = 0, perSecond = 0, lastsMs = 0] = process.argv.slice(2).map(Number);
const clock = systemClock();
const batchMs = 10;
let version = 1_000_000;

function pod(index: number, extra = ''): string {
  const name = `web-${index}`;
  return (
    `{"metadata":{"name":"${name}","namespace":"aftershock","uid":"uid-${index}","resourceVersion":"${version}",` +
    `"creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"web","pod-template-hash":"5d8f7c9b4"},` +
    `"annotations":{${extra}},"ownerReferences":[{"kind":"ReplicaSet","name":"web-5d8f7c9b4","uid":"rs-1","controller":true}]},` +
    `"spec":{"nodeName":"node-${index % 5000}","containers":[{"name":"web","image":"web:1"}]},` +
    `"status":{"phase":"Running","podIP":"10.0.0.1","conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"2026-01-01T00:00:01Z"},` +
    `{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:02Z"}],` +
    `"containerStatuses":[{"name":"web","ready":true,"restartCount":0,"state":{"running":{"startedAt":"2026-01-01T00:00:02Z"}}}]}}`
  );
}

async function list(response: ServerResponse, from: number, limit: number): Promise<void> {
  const to = Math.min(count, from + limit);
  const items = Array.from({ length: to - from }, (_, i) => pod(from + i));
  const more = to < count ? `,"continue":"${to}"` : '';
  response.end(`{"metadata":{"resourceVersion":"${version}"${more}},"items":[${items.join(',')}]}`);
}

async function watch(response: ServerResponse): Promise<void> {
  response.flushHeaders();
  await clock.sleep(1000);
  const total = (perSecond * lastsMs) / 1000;
  const startAt = clock.now();
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((clock.now() - startAt) * perSecond) / 1000));
    const stamp = (clock.startedAtUnixMs + clock.now()).toFixed(2);
    let text = '';
    for (; sent < due; sent += 1) {
      version += 1;
      text += `{"type":"MODIFIED","object":${pod(sent % count, `"sent":"${stamp}"`)}}\n`;
    }
    if (text !== '') response.write(text);
    await clock.sleep(batchMs);
  }
}

const server = createServer((request, response) => {
  const query = new URL(request.url ?? '', 'http://x').searchParams;
  response.setHeader('content-type', 'application/json');
  if (query.get('watch') === '1') void watch(response);
  else void list(response, Number(query.get('continue') ?? 0), Number(query.get('limit') ?? count));
}).listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
