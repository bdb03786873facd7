import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Probe } from '../core/probe.ts';
import { type ConnectionMode, type Operation, type ProbeTarget, type StreamSpec, streamId } from '../core/stream.ts';
import { staggered } from './stagger.ts';
import { goodBeforeTimeout, patience, period } from './timing.ts';

const params = z
  .strictObject({
    period: period().prefault('100ms').describe('Time between two requests of a reading stream.'),
    writePeriod: period().prefault('200ms').describe('Time between two writes of a stream through the load balancer.'),
    directWritePeriod: period()
      .prefault('1s')
      .describe('Time between two writes of a stream to one apiserver: each costs the whole etcd cluster an fsync.'),
    ...patience,
  })
  .superRefine(goodBeforeTimeout);

const connections: readonly ConnectionMode[] = ['new', 'reused'];
const operationsOf: Readonly<Record<ProbeTarget['role'], readonly Operation[]>> = {
  'load-balancer': ['readyz', 'quorum-read', 'write'],
  apiserver: ['readyz', 'quorum-read', 'write'],
  null: ['echo'],
  app: [],
};

function asked({ role, readOnly }: ProbeTarget): readonly Operation[] {
  return operationsOf[role].filter((operation) => !(operation === 'write' && readOnly === true));
}

/** Asks the load balancer and each apiserver, open loop, on new and on reused connections; and the control target. */
export const api: Probe = {
  ...define(
    {
      name: 'api',
      summary: 'Reads, writes and readiness of the API through the load balancer and at each apiserver, open loop.',
      notes: {
        streams:
          'readyz, quorum-read (GET namespaces/default) and write (server-side apply of one ConfigMap for each stream), each ' +
          'on new and on reused connections; echo to the loopback control target, which shows when the harness itself stalls.',
      },
      params,
    },
    ({ directWritePeriod, goodWithin, period: readPeriod, timeout, writePeriod }) => ({
      streams: (targets) => {
        const writePeriodMs = ({ role }: ProbeTarget): number =>
          role === 'apiserver' ? directWritePeriod : writePeriod;
        return staggered(
          targets.flatMap((target) =>
            asked(target).flatMap((operation) =>
              connections.map(
                (connection): Omit<StreamSpec, 'phaseMs'> => ({
                  id: streamId(target, operation, connection),
                  target,
                  operation,
                  connection,
                  periodMs: operation === 'write' ? writePeriodMs(target) : readPeriod,
                  timeoutMs: timeout,
                  goodWithinMs: goodWithin,
                }),
              ),
            ),
          ),
        );
      },
      observe: async () => {},
    }),
  ),
  alwaysOn: true,
};
