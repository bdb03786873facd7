import { formatRatio } from '../base/quantity.ts';
import type { Indicator } from '../core/indicator.ts';
import { atText, phasesOf, unmeasured } from './measurement.ts';
import { levelsOf, scrapesOf } from './metric-scrapes.ts';

/** How full etcd's database was. */
export const etcdDbQuotaRatio: Indicator = {
  name: 'etcd.dbQuotaRatio',
  summary: 'How much of its quota the database of an etcd member took, at most.',
  definition:
    'The largest etcd_mvcc_db_total_size_in_bytes / etcd_server_quota_backend_bytes of a member at any scrape of the phases. At 100 % etcd takes no more writes (NOSPACE).',
  dimension: 'ratio',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const scrapes = scrapesOf(timeline, phases, 'etcd');
    if ('status' in scrapes) return scrapes;
    const quotas = levelsOf(scrapes, phases, 'etcd_server_quota_backend_bytes', (instance) => instance);
    const sizes = levelsOf(scrapes, phases, 'etcd_mvcc_db_total_size_in_bytes', (instance) => instance);
    const ratios = sizes.flatMap(({ at, group, value }) => {
      const quota = quotas.find((one) => one.at === at && one.group === group)?.value ?? 0;
      return quota > 0 ? [{ at, group, ratio: value / quota }] : [];
    });
    const [first] = ratios;
    if (first === undefined) return unmeasured('no etcd member told the size of its database and its quota');
    const { at, group, ratio } = ratios.reduce((a, b) => (b.ratio > a.ratio ? b : a), first);
    const evidence = `${group} ${atText(at)}: ${formatRatio(ratio)}`;
    return { status: 'measured', value: ratio, samples: ratios.length, evidence };
  },
};
