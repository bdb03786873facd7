import type { Interface } from '../network/network.ts';
import type { Exchange } from './exchange.ts';
import type { HttpAnswer, HttpRequest } from './messages.ts';

/** A rule of a transparent proxy in a pod's network: which requests, or answers, and what is done to them. */
export interface HttpRule {
  readonly target: 'Request' | 'Response';
  readonly port: number;
  readonly selector: {
    /** A glob. */
    readonly path?: string;
    readonly method?: string;
    readonly code?: number;
    readonly requestHeaders?: Readonly<Record<string, string>>;
    readonly responseHeaders?: Readonly<Record<string, string>>;
  };
  readonly abort?: boolean;
  readonly delayMs?: number;
  readonly replace?: HttpChange;
  readonly patch?: HttpChange;
}

/** What takes the place of parts of a message. */
export interface HttpChange {
  readonly path?: string;
  readonly method?: string;
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly queries?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const proxies = new WeakMap<Interface, readonly HttpRule[]>();

/** Rules for connections that are made from now on; none takes the proxy away. */
export function setProxy(on: Interface, rules: readonly HttpRule[]): void {
  if (rules.length === 0) proxies.delete(on);
  else proxies.set(on, rules);
}

/** The rules for a connection that is made now: it goes through the proxy, or past it, for as long as it stands. */
export function proxyRules(on: Interface, port: number): readonly HttpRule[] | undefined {
  const own = proxies.get(on)?.filter((rule) => rule.port === port);
  return own === undefined || own.length === 0 ? undefined : own;
}

/** A handler behind the proxy. `wait` is the proxy's own time. */
export function proxied(
  rules: readonly HttpRule[],
  wait: (ms: number, then: () => void) => void,
  handler: (exchange: Exchange) => void,
): (exchange: Exchange) => void {
  return (exchange) => {
    const { request } = exchange;
    const ofRequest = rules.filter((rule) => rule.target === 'Request' && takes(rule, request));
    if (ofRequest.some(({ abort }) => abort === true)) return exchange.abort();
    const changed = ofRequest.reduce((sum, rule) => changedRequest(sum, rule), request);
    const answer = (raw: HttpAnswer): void => {
      const ofAnswer = rules.filter((rule) => rule.target === 'Response' && takes(rule, request, raw));
      if (ofAnswer.some(({ abort }) => abort === true)) return exchange.abort();
      const said = ofAnswer.reduce((sum, rule) => changedAnswer(sum, rule), raw);
      later(delayOf(ofAnswer), wait, () => exchange.answer(said));
    };
    const passed: Exchange = {
      request: changed,
      from: exchange.from,
      answer,
      stream: (status) => exchange.stream(status),
      abort: () => exchange.abort(),
      onGone: () => undefined,
    };
    exchange.onGone = () => passed.onGone();
    later(delayOf(ofRequest), wait, () => handler(passed));
  };
}

function later(ms: number, wait: (ms: number, then: () => void) => void, then: () => void): void {
  if (ms > 0) wait(ms, then);
  else then();
}

function delayOf(rules: readonly HttpRule[]): number {
  return rules.reduce((sum, { delayMs = 0 }) => sum + delayMs, 0);
}

function takes({ selector }: HttpRule, request: HttpRequest, answer?: HttpAnswer): boolean {
  const { path, method, code, requestHeaders, responseHeaders } = selector;
  return (
    (path === undefined || globbed(path, request.path)) &&
    (method === undefined || method === request.method) &&
    (code === undefined || code === answer?.status) &&
    has(request.headers, requestHeaders) &&
    (answer === undefined || has(answer.headers ?? {}, responseHeaders))
  );
}

function has(headers: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>> = {}): boolean {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return Object.entries(wanted).every(([name, value]) => lower.get(name.toLowerCase()) === value);
}

/** The proxy matches the whole path with its query; `*` stands for anything. */
function globbed(glob: string, path: string): boolean {
  const pattern = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${pattern}$`).test(path);
}

function changedRequest(request: HttpRequest, { replace, patch }: HttpRule): HttpRequest {
  return [replace, patch].reduce<HttpRequest>((sum, change) => {
    if (change === undefined) return sum;
    const path = withQueries(change.path ?? sum.path, change.queries);
    return {
      method: change.method ?? sum.method,
      path,
      headers: { ...sum.headers, ...change.headers },
      body: change.body ?? sum.body,
    };
  }, request);
}

function withQueries(path: string, queries: HttpChange['queries']): string {
  if (queries === undefined) return path;
  const [place = '', query = ''] = path.split('?');
  const all = new URLSearchParams(query);
  for (const [name, value] of Object.entries(queries)) all.set(name, value);
  return `${place}?${all.toString()}`;
}

function changedAnswer(answer: HttpAnswer, { replace, patch }: HttpRule): HttpAnswer {
  const whole: HttpAnswer = {
    status: replace?.code ?? answer.status,
    headers: { ...answer.headers, ...replace?.headers, ...patch?.headers },
    body: replace?.body ?? answer.body,
  };
  return patch?.body === undefined ? whole : { ...whole, body: merged(whole.body, patch.body) };
}

/** A JSON body takes the fields of the patch; another is left alone. */
function merged(body: unknown, patch: unknown): unknown {
  const isObject = (one: unknown): one is object => typeof one === 'object' && one !== null;
  return isObject(body) && isObject(patch) ? { ...body, ...patch } : body;
}
