import { setProxy } from '../../http/proxy.ts';
import type { ProgramContext } from '../../programs/program.ts';
import type { CallOf, DaemonDeed } from '../daemon-call.ts';

/** Puts a transparent proxy with these rules into a pod's network, or takes it away when there are none. */
export function applyHttp({ node }: ProgramContext, { namespace, pod, rules }: CallOf<'apply-http'>): DaemonDeed {
  const sandbox = node.runtime.sandbox(namespace, pod);
  if (sandbox === undefined) throw new Error(`unable to find the network of pod ${namespace}/${pod}`);
  setProxy(sandbox, rules);
  return {};
}
