import { z } from 'zod';
import { limitOn } from '../base/clock.ts';
import { openLoop } from '../base/open-loop.ts';
import { define } from '../core/definition.ts';
import { messageOf } from '../core/errors.ts';
import type { Component, MetricsPage } from '../core/metrics.ts';
import type { Probe, ProbeContext } from '../core/probe.ts';
import { type MetricsReader, metricsReader } from './metrics-reader.ts';
import { period, positiveDuration } from './timing.ts';

const params = z.strictObject({
  period: period()
    .prefault('10s')
    .describe('Time between two scrapes of apiservers, whose pages have megabytes, and of etcd.'),
  slowPeriod: period()
    .prefault('30s')
    .describe('Time between two scrapes of schedulers, controller-managers and kubelets.'),
  timeout: positiveDuration().prefault('4s').describe('When a scrape is given up.'),
});

/** Reads what the control plane and the kubelets count themselves. */
export const metrics: Probe = {
  ...define(
    {
      name: 'metrics',
      summary:
        'Scrapes the metrics of each apiserver, etcd member, scheduler, controller-manager and kubelet by itself.',
      notes: {
        kept: 'Of the pages only what indicators rest on is kept, and of that only what changed since the scrape before.',
        gaps: 'An instance that does not answer is noted as not reachable; what it counted meanwhile comes with its next answer.',
      },
      params,
    },
    ({ period: periodMs, slowPeriod, timeout }) => ({
      streams: () => [],
      observe: async (context) => {
        const reader = metricsReader();
        await Promise.all([
          follow(context, reader, { wanted: ['kube-apiserver', 'etcd'], periodMs, timeoutMs: timeout }),
          follow(context, reader, {
            wanted: ['kube-scheduler', 'kube-controller-manager', 'kubelet'],
            periodMs: slowPeriod,
            timeoutMs: timeout,
          }),
        ]);
      },
    }),
  ),
  alwaysOn: true,
};

interface Scraping {
  readonly wanted: readonly Component[];
  readonly periodMs: number;
  readonly timeoutMs: number;
}

async function follow(context: ProbeContext, reader: MetricsReader, scraping: Scraping): Promise<void> {
  const { clock, emit, signal } = context;
  let underWay: Promise<void> | undefined;
  const send = (): void => {
    // A scrape that hangs is not doubled: what it misses is in the counters of the next.
    if (signal.aborted || underWay !== undefined) return;
    underWay = scrape(context, scraping).then((pages) => {
      underWay = undefined;
      if (!signal.aborted) for (const page of pages) emit(reader.read(page, clock.now()));
    });
  };
  await openLoop(clock, { startAt: clock.now(), periodMs: scraping.periodMs, phaseMs: 0 }, send, signal);
  await underWay;
}

/** Never rejects: that nobody could be asked is said of each component. */
async function scrape(
  { clock, cluster, signal }: ProbeContext,
  { wanted, timeoutMs }: Scraping,
): Promise<readonly MetricsPage[]> {
  const limit = limitOn(clock, timeoutMs);
  const over = AbortSignal.any([limit.signal, signal]);
  try {
    return await cluster.metrics(wanted, over);
  } catch (error) {
    return wanted.map((component) => ({ component, instance: '*', error: messageOf(error) }));
  } finally {
    limit.dispose();
  }
}
