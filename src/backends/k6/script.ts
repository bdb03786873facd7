// Runs in k6, not in Node: constant arrival, so that a server that stalls does not slow the load down (an open loop).
import exec from 'k6/execution';
import http from 'k6/http';

/** k6 hands the environment over by this name. */
declare const __ENV: Readonly<Record<string, string | undefined>>;

const urls = (__ENV['URLS'] ?? '').split(',').filter((url) => url !== '');
const rate = Number(__ENV['RATE'] ?? '1');
const timeoutMs = Number(__ENV['TIMEOUT_MS'] ?? '5000');
// Every iteration that is under way holds a user: with fewer than these, iterations would be dropped as soon as requests hang.
const users = Math.ceil(rate * (timeoutMs / 1000 + 1));

export const options = {
  discardResponseBodies: true,
  noConnectionReuse: __ENV['CONNECTION'] !== 'reused',
  scenarios: {
    load: {
      executor: 'constant-arrival-rate',
      rate,
      timeUnit: '1s',
      // Longer than any run: it is ended from outside.
      duration: '24h',
      gracefulStop: '0s',
      preAllocatedVUs: users,
      maxVUs: users,
    },
  },
};

export default function ask(): void {
  const url = urls[exec.scenario.iterationInTest % urls.length];
  if (url !== undefined) http.get(url, { timeout: timeoutMs });
}
