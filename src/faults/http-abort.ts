import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { httpParams, httpPlan, httpProof } from './http.ts';

/** Breaks off the requests that the chosen pods get, without an answer. */
export const httpAbort: Fault = define(
  {
    name: 'http-abort',
    summary: 'Breaks off the requests that the chosen pods get, without an answer.',
    notes: {
      applies: 'An HTTPChaos that aborts requests, in a proxy that it puts before the port.',
      proof: httpProof,
      heal: chaosHeal,
    },
    params: z.strictObject(httpParams),
  },
  (wish) => ({
    needs: ['HTTPChaos'],
    plan: (context) => httpPlan(context, wish, { deed: { target: 'Request', abort: true }, expect: 'nothing' }),
  }),
);
