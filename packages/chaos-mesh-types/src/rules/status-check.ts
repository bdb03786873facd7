import type { Notes } from '../validate/notes.ts';
import { type Fields, recordAt, showValue, textAt } from '../validate/values.ts';
import { checkExperimentDuration, checkNeeded, parseWhole } from './go-values.ts';
import type { SpecRule } from './rule.ts';

/** What admission demands of a StatusCheck, and what it lets through. */
export const checkStatusCheck: SpecRule = (spec, notes) => {
  checkExperimentDuration(spec, notes);
  const http = recordAt(spec, 'http');
  if (spec['http'] === undefined) notes.error(['http'], 'is missing', { hint: 'Say what to ask: url and criteria.' });
  if (http === undefined) return;
  checkUrl(http, notes.at('http'));
  const code = textAt(recordAt(http, 'criteria'), 'statusCode');
  if (code !== undefined) checkStatusCode(code, notes.at('http', 'criteria'));
};

function checkUrl(http: Fields, notes: Notes): void {
  const url = textAt(http, 'url');
  if (url === undefined || !checkNeeded(http, 'url', notes, 'Give the address to ask.')) return;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  const hint = 'Give an address such as http://web.app.svc:8080/health.';
  // Go takes an absolute path or anything with a scheme for the address of a request.
  if ((scheme === undefined && !url.startsWith('/')) || /\s/.test(url)) {
    notes.error(['url'], `is ${showValue(url)}, no address of a request`, { hint });
  } else if (!/^https?:\/\/[^/]/i.test(url)) {
    notes.warn(['url'], `is ${showValue(url)}: no host can be asked`, { hint });
  }
}

function checkStatusCode(text: string, notes: Notes): void {
  const hint = 'Give a code such as "200", or a range such as "200-399".';
  const dash = text.indexOf('-');
  const whole = parseWhole(text);
  const ends = whole === undefined && dash >= 0 ? [text.slice(0, dash), text.slice(dash + 1)].map(parseWhole) : [whole];
  const codes = ends.filter((code) => code !== undefined && code > 0 && code < 1000);
  if (codes.length < ends.length) notes.error(['statusCode'], `is ${showValue(text)}`, { hint });
  else if (Number(codes[0]) > Number(codes.at(-1))) {
    notes.warn(['statusCode'], `is ${showValue(text)}, a range that holds nothing`, { hint: 'Turn the ends around.' });
  }
}
