import { containerRecords, decode, decodeForRecovery } from './containers.ts';
import type { KindParts } from './kind-parts.ts';
import type { ChaosKind } from './pipeline.ts';

/** What the daemon says of the processes that it started. */
interface Started {
  readonly cpuPid?: string;
  readonly cpuStartTime?: number;
  readonly memoryPid?: string;
  readonly memoryStartTime?: number;
}

/** The same as the object remembers it. */
interface Instance {
  readonly uid?: string;
  readonly startTime: string;
  readonly memoryUid?: string;
  readonly memoryStartTime: string;
}

/** StressChaos: processes in the control groups of containers that burn their processors and fill their memory. */
export function stressChaos({ client, daemons, random }: KindParts): ChaosKind {
  return {
    plural: 'stresschaos',
    oneShot: () => false,
    select: ({ spec }) => containerRecords(client, spec, random),
    apply: async ({ spec, status }, record) => {
      const { ask, containerId } = await decode(client, daemons, record);
      // One that runs already is not started again.
      if (status?.instances?.[record.id] !== undefined) return { phase: 'Injected' };
      // Words for stress-ng itself are accepted, and ignored (chaos-mesh #3783).
      const { cpu, memory } = spec.stressors ?? {};
      const parts = { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
      const started = (await ask({ call: 'stress', containerId, ...parts })) as Started;
      return { phase: 'Injected', instance: instanceOf(started) };
    },
    recover: async ({ status }, record) => {
      const target = await decodeForRecovery(client, daemons, record);
      const instance = status?.instances?.[record.id] as Instance | undefined;
      if (target === undefined || instance === undefined) return { phase: 'Not Injected', instance: null };
      const pids = [instance.uid, instance.memoryUid].filter((pid) => pid !== undefined);
      try {
        await target.ask({ call: 'cancel-stress', containerId: target.containerId, pids });
      } catch {
        // Neither an event nor another try until something touches the object.
        return { phase: 'Injected' };
      }
      return { phase: 'Not Injected', instance: null };
    },
  };
}

function instanceOf({ cpuPid, cpuStartTime = 0, memoryPid, memoryStartTime = 0 }: Started): Instance {
  const at = (unixMs: number): string => `${new Date(unixMs).toISOString().slice(0, 19)}Z`;
  return {
    ...(cpuPid === undefined ? {} : { uid: cpuPid }),
    startTime: at(cpuStartTime),
    ...(memoryPid === undefined ? {} : { memoryUid: memoryPid }),
    memoryStartTime: at(memoryStartTime),
  };
}
