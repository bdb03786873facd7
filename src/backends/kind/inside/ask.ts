import type { Call, Heard } from '../../kube/inside.ts';
import { quote } from '../../kube/node-exec.ts';
import type { Shell } from './shell.ts';

const timeoutSeconds = 2;
const authority = '/etc/kubernetes/pki/ca.crt';

/** Sends all requests at the same time, each with curl in its node. */
export async function askInNodes(shell: Shell, calls: readonly Call[], signal: AbortSignal): Promise<readonly Heard[]> {
  const heard = new Map<Call, Heard>();
  await Promise.all(
    [...new Set(calls.map(({ node }) => node))].map(async (node) => {
      const here = calls.filter((call) => call.node === node);
      readHeard(await shell(node, askScript(here), signal)).forEach((one, index) => {
        const call = here[index];
        if (call !== undefined) heard.set(call, one);
      });
    }),
  );
  return calls.map((call) => heard.get(call) ?? 'unknown');
}

/** A script that prints `<index> <curl's exit status>` for each request. */
export function askScript(calls: readonly Call[]): string {
  const each = calls.map(({ url, verify }, index) => {
    const trust = verify === true ? `--cacert ${authority}` : '-k';
    return `(curl -sS -o /dev/null ${trust} -m ${timeoutSeconds} ${quote(url)} 2>/dev/null; echo "${index} $?") &`;
  });
  return [...each, 'wait'].join('\n');
}

/** What the script printed, by index. */
export function readHeard(stdout: string): ReadonlyMap<number, Heard> {
  return new Map(
    [...stdout.matchAll(/^(\d+) (\d+)$/gm)].map(([, index, status]) => [Number(index), heardBy(Number(status))]),
  );
}

/** curl's exit statuses (curl.se/libcurl/c/libcurl-errors.html): 7 refused, 28 too late, 60 the certificate; 52, 56 and 35 end a connection that was made. */
function heardBy(status: number): Heard {
  if (status === 0) return 'answered';
  if (status === 28) return 'silent';
  if (status === 60) return 'untrusted';
  return [7, 35, 52, 56].includes(status) ? 'refused' : 'unknown';
}
