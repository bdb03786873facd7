import type { NodeServices } from '../kube/inside.ts';
import type { NodeExec } from '../kube/node-exec.ts';

const execTimeoutMs = 60_000;

/** The services of nodes whose init system is systemd, as kind's is. */
export function execServices(exec: NodeExec): NodeServices {
  const systemctl = async (node: string, words: readonly string[], signal: AbortSignal): Promise<string> =>
    (await exec(node, ['systemctl', ...words], { signal, timeoutMs: execTimeoutMs })).stdout;
  const call =
    (...words: readonly string[]) =>
    async (node: string, service: string, signal: AbortSignal): Promise<void> => {
      await systemctl(node, [...words, service], signal);
    };
  return {
    stop: call('stop'),
    start: call('start'),
    kill: call('kill', '--kill-who=main', '--signal=KILL'),
    process: async (node, service, signal) => {
      const shown = await systemctl(node, ['show', '--property=MainPID', '--value', service], signal);
      const pid = shown.trim();
      return pid === '' || pid === '0' ? undefined : pid;
    },
  };
}
