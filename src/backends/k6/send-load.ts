import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import { HarnessError } from '../../core/errors.ts';
import type { LoadJob, PrepareLoad, SendLoad } from '../../core/load.ts';
import type { Observation } from '../../core/observation.ts';
import { k6Environment, k6Flags } from './invocation.ts';
import { k6Reader } from './points.ts';

const ownScript = fileURLToPath(new URL('./script.ts', import.meta.url));
const stopWithinMs = 5000;
const saidLength = 500;

/** Load by the k6 binary, against these URLs. It begins when it is sent: that takes a moment, which is in the warm-up. */
export function k6Load(urls: readonly string[], clock: Clock): PrepareLoad {
  return async (job, emit) => {
    if (job.script === undefined && urls.length === 0) {
      throw new HarnessError('unsatisfiable', 'there is no way into a workload to send load to');
    }
    return sending({ urls, clock }, job, emit);
  };
}

function sending(
  { urls, clock }: { readonly urls: readonly string[]; readonly clock: Clock },
  job: LoadJob,
  emit: (observation: Observation) => void,
): SendLoad {
  return async (signal) => {
    const read = k6Reader({ startedAtUnixMs: clock.startedAtUnixMs, timeoutMs: job.timeoutMs }, emit);
    const env = { ...process.env, ...k6Environment(urls, job) };
    const args = ['run', ...k6Flags, '--address', '', job.script ?? ownScript];
    const child = spawn('k6', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-saidLength)));
    const lines = createInterface({ input: child.stdout, crlfDelay: Infinity });
    lines.on('line', read);
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(missing(error)));
      child.once('close', (status, how) => resolve(`k6 ended with ${how ?? `status ${status ?? 0}`}: ${said.trim()}`));
    });
    const stop = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const why = await Promise.race([ended, stop]);
    if (why !== undefined)
      throw new HarnessError('unavailable', why, { hint: 'Install k6: https://grafana.com/docs/k6' });
    // It ends what is under way, and writes the rest.
    child.kill('SIGINT');
    const over = new AbortController();
    await Promise.race([ended, clock.sleep(stopWithinMs, over.signal)]);
    over.abort();
    child.kill('SIGKILL');
    lines.close();
  };
}

function missing(error: Error): string {
  return 'code' in error && error.code === 'ENOENT' ? 'there is no k6 on this machine' : error.message;
}
