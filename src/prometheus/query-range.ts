import { readFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { z } from 'zod';
import { messageOf } from '../core/errors.ts';
import type { QueryAuth, QuerySpec } from '../core/query.ts';

/** A time and the value then, Unix s. */
type Point = readonly [number, number];

/** What lies outside: the process's environment. */
export interface QuerySetting {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Prometheus gives numbers as texts, so that NaN and Inf fit into JSON (its HTTP API, "Expression query result formats"). */
const series = z.object({ values: z.array(z.tuple([z.number(), z.string()])) });
const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({ resultType: z.literal('matrix'), result: z.array(series) }),
});
const refusalSchema = z.object({ status: z.literal('error'), error: z.string() });

/** More would be refused: Prometheus gives at most 11,000 points for a series. */
const mostPoints = 11_000;

/**
 * Asks for a query's values over a time, in Unix ms; values that are no finite number are left out. Empty where Prometheus has
 * none. Rejects with an Error for people: no answer in time, an answer that says no, or more than one series.
 */
export async function queryRange(
  spec: QuerySpec,
  [fromUnixMs, toUnixMs]: readonly [number, number],
  setting: QuerySetting,
): Promise<readonly Point[]> {
  const stepMs = Math.max(spec.stepMs, Math.ceil((toUnixMs - fromUnixMs) / (mostPoints - 1)));
  const form = new URLSearchParams({
    query: spec.query,
    start: String(fromUnixMs / 1000),
    end: String(toUnixMs / 1000),
    step: String(stepMs / 1000),
    timeout: `${spec.timeoutMs}ms`,
  });
  const { status, data } = await post(spec, form, setting);
  const refusal = refusalSchema.safeParse(data);
  if (refusal.success) throw new Error(`Prometheus answered ${status}: ${refusal.data.error}`);
  const answer = answerSchema.safeParse(data);
  if (status !== 200 || !answer.success) throw new Error(`${spec.url} answered ${status}, and not as Prometheus does`);
  const { result } = answer.data.data;
  if (result.length > 1) throw new Error(`the query has ${result.length} series: sum() or max() them in it`);
  return (result[0]?.values ?? []).flatMap(([at, text]) => {
    const value = Number(text);
    return Number.isFinite(value) ? [[at, value] as const] : [];
  });
}

async function post(
  spec: QuerySpec,
  form: URLSearchParams,
  setting: QuerySetting,
): Promise<{ readonly status: number; readonly data: unknown }> {
  // Two hundred files, which most runs do without.
  const { default: axios } = await import('axios');
  const headers = await authHeaders(spec.auth, setting.env);
  const { caFile, insecure } = spec.tls;
  const agent = new Agent({
    ...(caFile === undefined ? {} : { ca: await readFile(caFile) }),
    rejectUnauthorized: !insecure,
  });
  try {
    return await axios.post<unknown>(`${spec.url.replace(/\/$/, '')}/api/v1/query_range`, form, {
      headers,
      httpsAgent: agent,
      timeout: spec.timeoutMs,
      signal: AbortSignal.any([setting.signal, AbortSignal.timeout(spec.timeoutMs)]),
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
    });
  } catch (error) {
    const late = axios.isCancel(error) || (axios.isAxiosError(error) && error.code === 'ECONNABORTED');
    throw new Error(
      late ? `${spec.url} gave no answer within ${spec.timeoutMs} ms` : `${spec.url}: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  } finally {
    agent.destroy();
  }
}

async function authHeaders(auth: QueryAuth | undefined, env: QuerySetting['env']): Promise<Record<string, string>> {
  if (auth === undefined) return {};
  if ('bearerFile' in auth) return { authorization: `Bearer ${(await readFile(auth.bearerFile, 'utf8')).trim()}` };
  if ('bearerEnv' in auth) return { authorization: `Bearer ${secret(auth.bearerEnv, env)}` };
  const pair = `${auth.username}:${secret(auth.passwordEnv, env)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function secret(name: string, env: QuerySetting['env']): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`the environment has no ${name}`);
  return value;
}
