import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Probe } from '../core/probe.ts';
import { type ConnectionMode, type Operation, type ProbeTarget, type StreamSpec, streamId } from '../core/stream.ts';
import { staggered } from './stagger.ts';
import { goodBeforeTimeout, patience, period } from './timing.ts';

const apiOperations = [
  'livez',
  'readyz',
  'quorum-read',
  'cached-read',
  'write',
  'list',
] as const satisfies readonly Operation[];
const params = z
  .strictObject({
    period: period()
      .prefault('100ms')
      .describe('Time between two requests of a reading stream through the load balancer, and to the control target.'),
    directPeriod: period()
      .prefault('200ms')
      .describe('Time between two requests of a reading stream to one apiserver: no objective is judged by them.'),
    writePeriod: period().prefault('200ms').describe('Time between two writes of a stream through the load balancer.'),
    directWritePeriod: period()
      .prefault('1s')
      .describe('Time between two writes of a stream to one apiserver: each costs the whole etcd cluster an fsync.'),
    operations: z
      .array(z.enum(apiOperations))
      .min(1)
      .default(['readyz', 'quorum-read', 'write'])
      .describe(
        'What the load balancer and each apiserver are asked. A cached read (resourceVersion=0) needs no etcd.',
      ),
    ...patience,
  })
  .superRefine(goodBeforeTimeout);

const connections: readonly ConnectionMode[] = ['new', 'reused'];

function asked({ role, readOnly }: ProbeTarget, operations: readonly Operation[]): readonly Operation[] {
  if (role === 'null') return ['echo'];
  if (role === 'app') return [];
  return operations.filter((operation) => !(operation === 'write' && readOnly === true));
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
    ({ directPeriod, directWritePeriod, goodWithin, operations, period: balancedPeriod, timeout, writePeriod }) => ({
      streams: (targets) => {
        const periodMs = ({ role }: ProbeTarget, operation: Operation): number => {
          const [read, write] =
            role === 'apiserver' ? [directPeriod, directWritePeriod] : [balancedPeriod, writePeriod];
          return operation === 'write' ? write : read;
        };
        return staggered(
          targets.flatMap((target) =>
            asked(target, operations).flatMap((operation) =>
              connections.map(
                (connection): Omit<StreamSpec, 'phaseMs'> => ({
                  id: streamId(target, operation, connection),
                  target,
                  operation,
                  connection,
                  periodMs: periodMs(target, operation),
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
