import type { HttpRule } from '../http/proxy.ts';
import type { FileFault } from '../kubelet/files.ts';
import type { DropRule } from '../network/rules.ts';
import type { Shape } from '../network/shaper.ts';

/** What a controller asks of a daemon. */
export type DaemonCall =
  | { readonly call: 'kill'; readonly containerId: string }
  | {
      readonly call: 'set-rules';
      readonly namespace: string;
      readonly pod: string;
      /** All rules there are to be, by the experiment that they belong to. */
      readonly rules: readonly (DropRule & { readonly source: string })[];
      /** All that is to shape what the pod sends. */
      readonly shapes: readonly Shape[];
    }
  | {
      readonly call: 'stress';
      readonly containerId: string;
      readonly cpu?: { readonly workers: number; readonly load?: number };
      readonly memory?: { readonly workers: number; readonly size?: string };
    }
  | { readonly call: 'cancel-stress'; readonly containerId: string; readonly pids: readonly string[] }
  | {
      readonly call: 'set-time';
      readonly containerId: string;
      readonly offsetMs: number;
      readonly clockIds: readonly string[];
    }
  | { readonly call: 'recover-time'; readonly containerId: string }
  | { readonly call: 'set-name-server'; readonly containerId: string; readonly address: string | undefined }
  | {
      readonly call: 'apply-io';
      readonly containerId: string;
      readonly volumePath: string;
      readonly faults: readonly FileFault[];
    }
  | {
      readonly call: 'apply-http';
      readonly namespace: string;
      readonly pod: string;
      readonly rules: readonly HttpRule[];
    };

export type CallOf<C extends DaemonCall['call']> = Extract<DaemonCall, { readonly call: C }>;

/** What an act comes to: what is answered, and what is done once the answer is on its way. Throws with the daemon's words. */
export interface DaemonDeed {
  readonly answer?: object;
  readonly then?: () => void;
}
