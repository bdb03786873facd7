import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { Call, Heard } from '../inside.ts';
import type { VerbKind } from './verb-kind.ts';

/** An apiserver looks at its files when they change, and every minute (k8s.io/apiserver, dynamiccertificates). */
const readWithinMs = 90_000;

/** The serving certificate of an apiserver, in place of which one stands that has expired. */
export const expireCertificate: VerbKind<NodeVerbOf<'expire-certificate'>> = {
  act: ({ inside, clock, node, addresses }) => {
    const call: Call = { node, url: `https://${addresses.get(node) ?? ''}:6443/livez`, verify: true };
    const hear = async (signal: AbortSignal): Promise<Heard> => (await inside.ask([call], signal))[0] ?? 'unknown';
    let before: Heard = 'unknown';
    return {
      before: async (signal) => {
        before = await hear(signal);
      },
      apply: (signal) => inside.certificates.expire(node, signal),
      proofWithinMs: readWithinMs,
      prove: async (signal) => {
        const after = await hear(signal);
        return {
          status: before === 'answered' && after === 'untrusted' ? 'proven' : 'unproven',
          detail: `a client that checks the certificate, ${before} before, is ${after === 'untrusted' ? 'turned away by it' : after} now`,
        };
      },
      undo: async (signal) => {
        await inside.certificates.restore(node, signal);
        // The file is back; that it is served again is what a client has to see.
        const until = clock.now() + readWithinMs;
        while ((await hear(signal)) === 'untrusted' && clock.now() < until && !signal.aborted)
          await clock.sleep(500, signal);
        return (await hear(signal)) === 'untrusted' ? 'the expired certificate is still served' : '';
      },
    };
  },
  sweep: async ({ certificates }, node, signal) => {
    if (await certificates.isSwapped(node, signal)) await certificates.restore(node, signal);
    return '';
  },
};
