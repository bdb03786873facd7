import { ApiRefusal, statusBody } from '../api/status.ts';
import { EtcdError } from '../etcd/etcd.ts';
import type { HttpAnswer } from '../http/messages.ts';

/** The answer that an error of a handler or of etcd becomes (k8s.io/apiserver, endpoints/handlers/responsewriters/status.go). */
export function refusalOf(error: unknown): HttpAnswer {
  if (error instanceof ApiRefusal) return error.answer;
  if (!(error instanceof EtcdError)) throw error;
  if (error.code === 'DeadlineExceeded') {
    const text = `Timeout: request did not complete within requested timeout - ${error.message}`;
    return { status: 504, body: statusBody(504, 'Timeout', text) };
  }
  return { status: 500, body: statusBody(500, '', error.message) };
}

/** What priority and fairness answers when there is no seat. */
export const tooManyRequests: HttpAnswer = {
  status: 429,
  headers: { 'retry-after': '1' },
  body: 'Too many requests, please try again later.\n',
};

/** What the time-out filter answers: text, not a Status (k8s.io/apiserver, server/filters/timeout.go). */
export const allottedTimeout: HttpAnswer = {
  status: 504,
  body: 'Timeout: request did not complete within the allotted timeout\n',
};

/** 429 of a watch cache that cannot be read; the longer it could not, the later one should come back (storage/cacher/delegator.go). */
export function reinitializing(downMs: number): ApiRefusal {
  const retryAfterSeconds = Math.round(Math.max(1, Math.min(30, Math.exp(0.06 * Math.floor(downMs / 1000)))));
  const refusal = new ApiRefusal(429, 'TooManyRequests', 'storage is (re)initializing', { retryAfterSeconds });
  return Object.assign(refusal, {
    answer: { ...refusal.answer, headers: { 'retry-after': String(retryAfterSeconds) } },
  });
}

/** 504: the watch cache is not as new as the caller needs, and did not become so in time (storage/cacher/watch_cache.go). */
export function tooLargeVersion(wanted: number, current: number): ApiRefusal {
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  const causes = [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }];
  return new ApiRefusal(504, 'Timeout', message, { causes, retryAfterSeconds: 1 });
}
