import type { KubeClient } from '../kube/kube-client.ts';

/** The log of a runner's pod, read part by part. */
export interface RunnerLog {
  /** Hands on the lines that came since it was read last. Rejects when they cannot be fetched; none is lost by that. */
  readonly readOn: () => Promise<void>;
}

const timeoutMs = 10_000;

/** A log of which nothing was read. Lines are told apart by the instants at which the runtime took them, and those of one instant by their order. */
export function runnerLog(
  client: KubeClient,
  { namespace, pod }: { readonly namespace: string; readonly pod: string },
  onLine: (line: string) => void,
): RunnerLog {
  let last = '';
  /** Lines of that instant that were handed on. */
  let atLast = 0;
  return {
    readOn: async () => {
      // The API takes whole seconds: what was read of the last one comes again, and is left out.
      const since = last === '' ? '' : `&sinceTime=${encodeURIComponent(`${last.slice(0, 19)}Z`)}`;
      const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log?timestamps=true${since}`;
      const { status, body } = await client.request<unknown>('GET', path, { timeoutMs });
      if (status !== 200 || typeof body !== 'string') throw new Error(`GET ${path}: ${status}`);
      // A line without its end is still being written.
      const whole = body.slice(0, body.lastIndexOf('\n') + 1);
      let known = atLast;
      for (const line of whole.split('\n')) {
        const space = line.indexOf(' ');
        const stamp = padded(line.slice(0, space));
        if (space === -1 || stamp < last) continue;
        if (stamp === last && known > 0) {
          known -= 1;
          continue;
        }
        atLast = stamp === last ? atLast + 1 : 1;
        if (stamp !== last) known = 0;
        last = stamp;
        onLine(line.slice(space + 1));
      }
    },
  };
}

/** Go leaves trailing zeros out, which would sort wrongly: `…05.1Z` after `…05.12Z`. */
function padded(stamp: string): string {
  const [seconds = '', fraction = ''] = stamp.replace(/Z$/, '').split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}
