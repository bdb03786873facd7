import { suggest } from '../validate/suggest.ts';
import { isRecord, isSet, numberAt, showValue, textAt } from '../validate/values.ts';
import { checkDuration } from './go-values.ts';
import type { SpecRule } from './rule.ts';

const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT'];

/** What admission demands of an HTTPChaos, and what it lets through. */
export const checkHTTPChaos: SpecRule = (spec, notes) => {
  const port = numberAt(spec, 'port');
  if (spec['port'] === undefined || (port !== undefined && port <= 0)) {
    const message = port === undefined ? 'is missing' : `is ${showValue(port)}`;
    notes.error(['port'], message, { hint: "Give the container's port, from 1 up." });
  } else if (port !== undefined && port > 65_535) {
    notes.warn(['port'], `is ${showValue(port)}`, { hint: 'Ports end at 65535.' });
  }
  const method = textAt(spec, 'method');
  if (method !== undefined && spec['target'] === 'Request' && !methods.includes(method)) {
    notes.error(['method'], `is ${showValue(method)}`, { hint: suggest(method, methods), allowed: methods });
  }
  checkDuration(spec, 'delay', notes);
  const effects = ['abort', 'delay', 'replace', 'patch'];
  const filled = effects.some((name) => isSet(spec[name]) && !isEmptyRecord(spec[name]));
  if (!filled) {
    const words = { hint: `Give one of: ${effects.join(', ')}.`, allowed: effects };
    notes.warn([], 'has no effect: nothing says what to do with the traffic', words);
  }
};

function isEmptyRecord(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length === 0;
}
