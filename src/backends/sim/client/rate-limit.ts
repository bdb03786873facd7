import type { Process } from '../engine/process.ts';
import type { ApiClient } from './api-client.ts';

/** A component's own limit on its calls, as client-go has it: so many a second, and some more at once after a pause. */
export interface CallRate {
  readonly qps: number;
  readonly burst: number;
}

/** The same client, with calls that wait their turn; watches do not. A rate of 0 limits nothing. */
export function rateLimited(client: ApiClient, process: Process, { qps, burst }: CallRate): ApiClient {
  if (qps <= 0) return client;
  // When the bucket is full again, had nobody taken anything since.
  let fullAt = process.now();
  const everyMs = 1000 / qps;
  return {
    ...client,
    call: async (verb, path, options) => {
      fullAt = Math.max(fullAt, process.now()) + everyMs;
      const waitMs = fullAt - process.now() - burst * everyMs;
      // A remainder below a millisecond is no wait.
      if (waitMs >= 1) await process.sleep(waitMs);
      return await client.call(verb, path, options);
    },
  };
}
