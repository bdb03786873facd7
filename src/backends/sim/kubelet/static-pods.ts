import type { Process } from '../engine/process.ts';
import type { Machine } from '../engine/machine.ts';
import type { Pod } from '../objects.ts';
import { manifestsOf } from './manifests.ts';
import type { PodWorker } from './pod-worker.ts';

/** From a change of the folder, which inotify tells of, to the kubelet's own loop (assumed). */
const noticeMs = 500;
const graceMs = 30_000;

/** What a kubelet does with the pods of its manifests. */
interface StaticPods {
  readonly machine: Machine;
  readonly process: Process;
  /** The static pod of a component as it runs now, or did last. */
  readonly find: (component: string) => { readonly pod: Pod; readonly worker: PodWorker | undefined } | undefined;
  readonly begin: (pod: Pod) => void;
  /** Its containers have ended. */
  readonly ended: (pod: Pod) => void;
}

/** Ends the pods whose manifests go, and begins those whose come; one that comes back waits until its last containers have ended. */
export function followManifests({ machine, process, find, begin, ended }: StaticPods): void {
  const manifests = manifestsOf(machine);
  const ending = new Set<string>();
  const look = (component: string): void => {
    const found = find(component);
    if (found === undefined || ending.has(component)) return;
    const { pod, worker } = found;
    if (!manifests.isAside(component)) {
      if (worker === undefined) begin(pod);
      return;
    }
    if (worker === undefined) return;
    ending.add(component);
    worker.terminate(graceMs, () => {
      ending.delete(component);
      ended(pod);
      look(component);
    });
  };
  manifests.onChange = (component) => void process.after(noticeMs, () => look(component));
}
