import { goDuration } from 'chaos-mesh-types';
import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { chaosHeal } from './chaos-object.ts';
import { httpParams, httpPlan, httpProof } from './http.ts';

/** Holds the requests that the chosen pods get up, and then lets them through. */
export const httpDelay: Fault = define(
  {
    name: 'http-delay',
    summary: 'Holds the requests that the chosen pods get up, and then lets them through.',
    notes: {
      applies: 'An HTTPChaos that delays requests, in a proxy that it puts before the port.',
      proof: httpProof,
      heal: chaosHeal,
    },
    params: z.strictObject({
      ...httpParams,
      delay: duration().prefault('500ms').describe('How long each request is held up.'),
    }),
  },
  ({ delay, ...wish }) => ({
    needs: ['HTTPChaos'],
    plan: (context) =>
      httpPlan(context, wish, {
        deed: { target: 'Request', delay: goDuration(delay) },
        expect: { lateMs: delay },
      }),
  }),
);
