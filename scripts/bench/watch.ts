import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { clientOver } from '../../src/backends/kube/kube-client.ts';
import { transport } from '../../src/backends/kube/transport.ts';
import { watchResource } from '../../src/backends/kube/watch.ts';
import type { Pod } from '../../src/backends/kube/api-types.ts';
import { percentile } from '../../src/base/percentile.ts';
import { originNow, systemClock } from '../../src/base/system-clock.ts';
import { printTable } from './print-table.ts';

const pods = 150_000;
const perSecond = 10_000;
const lastsMs = 20_000;
const server = fileURLToPath(new URL('./watch-server.ts', import.meta.url));

/** A watch of a large cluster: none of its events may be lost, none may come late, and memory must stay within bounds. */
export async function benchWatch(): Promise<boolean> {
  const origin = originNow();
  const clock = systemClock(origin);
  const args = ['--import', 'tsx', server, String(pods), String(perSecond), String(lastsMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve) =>
    child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())),
  );
  const servers = [{ url: `http://127.0.0.1:${port}` }];
  const credentials = async () => ({ ca: undefined, cert: undefined, key: undefined, headers: {} });
  const client = clientOver(transport(credentials, servers), servers);
  const stop = new AbortController();
  const delays: number[] = [];
  let listed = 0;
  let listedAt = 0;
  let rssMb = 0;
  const watching = watchResource<Pod>(
    { client, servers, clock },
    {
      path: '/pods',
      onChange: (at, _, pod) => {
        const sentUnixMs = pod.metadata.annotations?.['sent'];
        if (sentUnixMs === undefined) {
          listed += 1;
          listedAt = at;
        } else delays.push(origin.unixMs + at - Number(sentUnixMs));
      },
      onSight: () => {},
      signal: stop.signal,
    },
  );
  const due = (perSecond * lastsMs) / 1000;
  const giveUpAt = clock.now() + 120_000;
  while (delays.length < due && clock.now() < giveUpAt) {
    rssMb = Math.max(rssMb, process.memoryUsage.rss() / 1e6);
    await clock.sleep(100);
  }
  stop.abort();
  await watching;
  client.close();
  child.kill();
  const p99 = delays.length === 0 ? Infinity : percentile(delays, 0.99);
  const rows = [
    ['pods listed', `${listed} in ${(listedAt / 1000).toFixed(1)} s`, String(pods), listed === pods ? 'ok' : 'MISSED'],
    ['events seen', String(delays.length), String(due), delays.length === due ? 'ok' : 'MISSED'],
    ['delay P99', `${p99.toFixed(0)} ms`, '< 250 ms', p99 < 250 ? 'ok' : 'MISSED'],
    ['memory', `${rssMb.toFixed(0)} MB`, '< 1536 MB', rssMb < 1536 ? 'ok' : 'MISSED'],
  ];
  printTable(['watch', 'measured', 'target', ''], rows);
  return rows.every((row) => row[3] === 'ok');
}
