import type { Indicator } from '../core/indicator.ts';
import { entriesOf } from './ledger-entries.ts';
import { counted, unmeasured } from './measurement.ts';

/** Whether the API kept the order of what it acknowledged. */
export const ledgerReordered: Indicator = {
  name: 'ledger.reordered',
  summary: 'How many acknowledged writes the API put before one that had been acknowledged earlier.',
  definition:
    'Of two entries of the ledger (see ledger.lost) of which one was acknowledged before the other was sent, the later must have the higher version. Entries whose ' +
    'version is not above that of all that were acknowledged before they were sent count.',
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    if (phaseNames.length === 0) return unmeasured('no phase was named');
    const found = entriesOf(timeline);
    if ('status' in found) return found;
    const { acknowledged } = found;
    const sent = [...acknowledged].sort((a, b) => a.sentAt - b.sentAt);
    const answered = [...acknowledged].sort((a, b) => a.at - b.at);
    const wrong: number[] = [];
    let highest = 0n;
    let seen = 0;
    for (const { entry, sentAt, revision } of sent) {
      for (let next = answered[seen]; next !== undefined && next.at < sentAt; next = answered[seen]) {
        const version = BigInt(next.revision);
        if (version > highest) highest = version;
        seen += 1;
      }
      if (BigInt(revision) <= highest) wrong.push(entry);
    }
    const evidence =
      wrong.length === 0 ? 'all in their order' : `${counted(wrong.length, 'entry')}: ${wrong.slice(0, 5).join(', ')}`;
    return { status: 'measured', value: wrong.length, samples: acknowledged.length, evidence };
  },
};
