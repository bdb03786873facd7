import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { release } from 'node:os';
import type { KernelModule } from '../../core/fault.ts';
import { execInNode } from './runtime.ts';

/** Something that faults need of the kernel below the nodes. */
export interface KernelFeature {
  readonly module: KernelModule;
  /** Its switch in a kernel's configuration. */
  readonly option: string;
  /** What cannot be done without it, in the words of Chaos Mesh. */
  readonly refused: string;
  /** What tries it. */
  readonly tool: 'ipset' | 'tc';
  /** Uses it, as a shell does, in a network namespace of its own, which ends with the command. */
  readonly trial: string;
}

const add = 'tc qdisc add dev lo root';
const somePeers = 'NetworkChaos delay, loss, duplicate, corrupt and bandwidth towards some peers alone';

export const kernelFeatures: readonly KernelFeature[] = [
  {
    module: 'ip_set',
    option: 'CONFIG_IP_SET',
    refused: 'NetworkChaos partition',
    tool: 'ipset',
    trial: 'ipset create aftershock hash:net',
  },
  {
    module: 'sch_netem',
    option: 'CONFIG_NET_SCH_NETEM',
    refused: 'NetworkChaos delay, loss, duplicate, corrupt and reorder',
    tool: 'tc',
    trial: `${add} netem delay 1ms`,
  },
  {
    module: 'sch_tbf',
    option: 'CONFIG_NET_SCH_TBF',
    refused: 'NetworkChaos bandwidth',
    tool: 'tc',
    trial: `${add} tbf rate 1mbit burst 10kb latency 50ms`,
  },
  { module: 'sch_prio', option: 'CONFIG_NET_SCH_PRIO', refused: somePeers, tool: 'tc', trial: `${add} prio` },
  { module: 'sch_sfq', option: 'CONFIG_NET_SCH_SFQ', refused: somePeers, tool: 'tc', trial: `${add} sfq` },
  {
    module: 'cls_u32',
    option: 'CONFIG_NET_CLS_U32',
    refused: 'a delay between nodes',
    tool: 'tc',
    // A filter needs a queue with classes, whichever there is.
    trial:
      `{ ${add} handle 1: prio || ${add} handle 1: htb; } && ` +
      'tc filter add dev lo parent 1: protocol ip u32 match ip dst 192.0.2.1 flowid 1:1',
  },
];

export type Presence = 'present' | 'absent' | 'unknown';

/** Whether a node's kernel has the feature, by using it there. `unknown` when the node has not the tool to tell. */
export async function tryInNode(node: string, feature: KernelFeature, signal?: AbortSignal): Promise<Presence> {
  const script = `command -v unshare >/dev/null && command -v ${feature.tool} >/dev/null || { echo no-tool; exit 0; }
unshare -n sh -c '${feature.trial}' >/dev/null 2>&1 && echo present || echo absent`;
  const { stdout } = await execInNode(node, ['sh', '-c', script], signal === undefined ? {} : { signal });
  return stdout.trim() === 'present' ? 'present' : stdout.trim() === 'absent' ? 'absent' : 'unknown';
}

/** What this machine's kernel says of itself, in files. */
export interface KernelFiles {
  /** /proc/modules: what is loaded. */
  readonly loaded?: string | undefined;
  /** modules.builtin: what is compiled in. */
  readonly builtin?: string | undefined;
  /** modules.dep: what could be loaded. */
  readonly loadable?: string | undefined;
  /** The configuration it was compiled with. */
  readonly config?: string | undefined;
}

/** Whether the kernel has the feature, by its own files; `unknown` when they do not tell. */
export function lookUp(files: KernelFiles, feature: KernelFeature): Presence {
  const setting = new RegExp(`^${feature.option}=([ym])$`, 'm').exec(files.config ?? '')?.[1];
  if (setting === 'y' || isListed(files, feature.module)) return 'present';
  if (files.loadable !== undefined) return 'absent';
  // A module that was configured need not be installed, and only modules.dep tells.
  return files.config === undefined || setting === 'm' ? 'unknown' : 'absent';
}

function isListed({ loaded = '', builtin = '', loadable = '' }: KernelFiles, module: string): boolean {
  const file = new RegExp(`/${module}\\.ko(\\.|:|$)`, 'm');
  return new RegExp(`^${module} `, 'm').test(loaded) || file.test(builtin) || file.test(loadable);
}

/** Reads this machine's kernel files; what cannot be read is undefined. */
export async function readKernelFiles(): Promise<KernelFiles> {
  const modules = `/lib/modules/${release()}`;
  const [loaded, builtin, loadable, zipped, plain] = await Promise.all([
    read('/proc/modules'),
    read(`${modules}/modules.builtin`),
    read(`${modules}/modules.dep`),
    read('/proc/config.gz'),
    read(`/boot/config-${release()}`),
  ]);
  return {
    loaded: loaded?.toString(),
    builtin: builtin?.toString(),
    loadable: loadable?.toString(),
    config: zipped === undefined ? plain?.toString() : gunzipSync(zipped).toString(),
  };
}

async function read(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined;
  }
}
