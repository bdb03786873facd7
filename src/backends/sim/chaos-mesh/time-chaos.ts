import { containerRecords, decode, decodeForRecovery } from './containers.ts';
import { checkClocks } from './daemon-acts/clock.ts';
import { goDuration } from './go-duration.ts';
import type { KindParts } from './kind-parts.ts';
import type { ChaosKind } from './pipeline.ts';

/** TimeChaos: containers whose programs take another time for the present one. */
export function timeChaos({ client, daemons, random }: KindParts): ChaosKind {
  return {
    plural: 'timechaos',
    oneShot: () => false,
    select: ({ spec }) => containerRecords(client, spec, random),
    apply: async ({ spec }, record) => {
      const { ask, containerId } = await decode(client, daemons, record);
      const clockIds = spec.clockIds ?? ['CLOCK_REALTIME'];
      checkClocks(clockIds);
      const offsetMs = goDuration(spec.timeOffset ?? '') ?? 0;
      await ask({ call: 'set-time', containerId, offsetMs, clockIds });
      return { phase: 'Injected' };
    },
    recover: async (_, record) => {
      const target = await decodeForRecovery(client, daemons, record);
      if (target !== undefined) await target.ask({ call: 'recover-time', containerId: target.containerId });
      return { phase: 'Not Injected' };
    },
  };
}
