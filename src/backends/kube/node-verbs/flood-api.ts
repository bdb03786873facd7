import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { VerbKind } from './verb-kind.ts';

/** Half of what was promised must be answered: an apiserver that cannot keep up is what the fault is for. */
const share = 0.5;
const lookMs = 3000;

/** Lists of all pods, again and again. */
export const floodApi: VerbKind<NodeVerbOf<'flood-api'>> = {
  act: ({ inside, clock, node, tag, verb }) => {
    const { address, ratePerSecond, forMs } = verb;
    return {
      apply: (signal) => inside.jobs.start(node, tag, { kind: 'flood', address, ratePerSecond, forMs }, signal),
      prove: async (signal) => {
        const [first, firstAt] = [await inside.jobs.sent(node, tag, signal), clock.now()];
        await clock.sleep(lookMs, signal);
        const [second, secondAt] = [await inside.jobs.sent(node, tag, signal), clock.now()];
        const rate = ((second - first) * 1000) / (secondAt - firstAt);
        return {
          status: rate >= ratePerSecond * share ? 'proven' : 'unproven',
          detail: `${rate.toFixed(0)} lists a second are answered, of ${ratePerSecond} that are to be sent`,
        };
      },
      undo: async (signal) => {
        await inside.jobs.stop(node, tag, signal);
        return (await inside.jobs.running(node, signal)).includes(tag) ? 'the flood goes on' : '';
      },
    };
  },
  sweep: async ({ jobs }, node, signal) => {
    await jobs.stop(node, undefined, signal);
    const left = await jobs.running(node, signal);
    return left.join(', ');
  },
};
