import { z } from 'zod';
import { limitOn, sleepUntil } from '../base/clock.ts';
import { openLoop } from '../base/open-loop.ts';
import { define } from '../core/definition.ts';
import { messageOf } from '../core/errors.ts';
import type { Component, MetricsPage, MetricsSource } from '../core/metrics.ts';
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
          follow(context, reader, { wanted: ['kube-apiserver', 'etcd'], periodMs, phaseMs: 0, timeoutMs: timeout }),
          follow(context, reader, {
            wanted: ['kube-scheduler', 'kube-controller-manager', 'kubelet'],
            periodMs: slowPeriod,
            // While etcd's small pages are due, and not an apiserver's.
            phaseMs: periodMs / 2,
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
  readonly phaseMs: number;
  readonly timeoutMs: number;
}

/** Asks each instance once in a period, one after the other over all of it: pages are dear to make, and at once they would slow the cluster. */
async function follow(context: ProbeContext, reader: MetricsReader, scraping: Scraping): Promise<void> {
  const { clock, cluster, emit, signal } = context;
  const { wanted, periodMs, phaseMs } = scraping;
  const over = (): boolean => signal.aborted;
  const work = new Set<Promise<void>>();
  const busy = new Set<string>();
  const ask = async (source: MetricsSource, at: number): Promise<void> => {
    const name = `${source.component} ${source.instance}`;
    await sleepUntil(clock, at, signal);
    // A scrape that hangs is not doubled: what it misses is in the counters of the next.
    if (over() || busy.has(name)) return;
    busy.add(name);
    const page = await pageOf(context, source, scraping.timeoutMs);
    busy.delete(name);
    if (!over()) emit(reader.read(page, clock.now()));
  };
  const send = (scheduledAt: number): void => {
    if (signal.aborted) return;
    const sources = cluster.metrics().filter(({ component }) => wanted.includes(component));
    for (const [index, source] of sources.entries()) {
      const asked = ask(source, scheduledAt + (index / sources.length) * periodMs);
      work.add(asked);
      void asked.then(() => work.delete(asked));
    }
  };
  await openLoop(clock, { startAt: clock.now(), periodMs, phaseMs }, send, signal);
  await Promise.all(work);
}

/** Never rejects: an instance that cannot be asked says why. */
async function pageOf(
  { clock, signal }: Pick<ProbeContext, 'clock' | 'signal'>,
  { component, instance, page }: MetricsSource,
  timeoutMs: number,
): Promise<MetricsPage> {
  const limit = limitOn(clock, timeoutMs);
  try {
    return { component, instance, text: await page(AbortSignal.any([limit.signal, signal])) };
  } catch (error) {
    return { component, instance, error: messageOf(error) };
  } finally {
    limit.dispose();
  }
}
