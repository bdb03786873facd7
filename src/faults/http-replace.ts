import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { httpParams, httpPlan, httpProof } from './http.ts';

/** Answers requests to the chosen pods with another status than theirs. */
export const httpReplace: Fault = define(
  {
    name: 'http-replace',
    summary: 'Answers requests to the chosen pods with another status than theirs.',
    notes: {
      applies: 'An HTTPChaos that replaces the status of responses, in a proxy that it puts before the port.',
      proof: httpProof,
      heal: chaosHeal,
    },
    params: z.strictObject({
      ...httpParams,
      status: z.int().min(100).max(599).default(503).describe('The status that is answered.'),
    }),
  },
  ({ status, ...wish }) => ({
    needs: ['HTTPChaos'],
    plan: (context) =>
      httpPlan(context, wish, {
        deed: { target: 'Response', replace: { code: status } },
        expect: { status },
      }),
  }),
);
