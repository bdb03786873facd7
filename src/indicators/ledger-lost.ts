import type { Indicator } from '../core/indicator.ts';
import { entriesOf, silentWords } from './ledger-entries.ts';
import { counted, unmeasured } from './measurement.ts';

/** Whether anything was lost that the API had acknowledged. */
export const ledgerLost: Indicator = {
  name: 'ledger.lost',
  summary: 'How many writes the API acknowledged and did not have at the end.',
  definition:
    'Entries are created through the whole run, and read back at its end from every apiserver, past its cache. An entry that was acknowledged and that any ' +
    'apiserver does not give back, or gives back with another version, is lost. The phases do not matter. An apiserver that cannot be asked at the end makes it a lower bound. ' +
    'What was not acknowledged may be there or not. A loss fails the run, whatever its objectives.',
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    if (phaseNames.length === 0) return unmeasured('no phase was named');
    const found = entriesOf(timeline);
    if ('status' in found) return found;
    const { acknowledged, pages, silent } = found;
    const lost = acknowledged.flatMap(({ entry, revision }) => {
      const without = pages.filter(({ entries }) => entries.get(entry) !== revision);
      return without.length === 0 ? [] : [`${entry} on ${without.map(({ instance }) => instance).join(', ')}`];
    });
    const words =
      lost.length === 0 ? 'none is lost' : `${counted(lost.length, 'entry')} lost: ${lost.slice(0, 5).join('; ')}`;
    return {
      status: silent.length > 0 ? 'censored' : 'measured',
      value: lost.length,
      samples: acknowledged.length,
      evidence: `${acknowledged.length} acknowledged, read back from ${counted(pages.length, 'apiserver')}: ${words}${silentWords(found)}`,
    };
  },
};
