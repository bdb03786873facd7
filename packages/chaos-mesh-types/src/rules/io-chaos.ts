import type { Notes } from '../validate/notes.ts';
import { suggest } from '../validate/suggest.ts';
import { entryOf, type Fields, isSet, listAt, numberAt, showValue, textAt } from '../validate/values.ts';
import { checkDuration, checkNeeded } from './go-values.ts';
import type { SpecRule } from './rule.ts';

/** The operations of FUSE that can be hit. */
const methods = [
  ...['lookup', 'forget', 'getattr', 'setattr', 'readlink', 'mknod', 'mkdir', 'unlink', 'rmdir', 'symlink', 'rename'],
  ...['link', 'open', 'read', 'write', 'flush', 'release', 'fsync', 'opendir', 'readdir', 'releasedir', 'fsyncdir'],
  ...['statfs', 'setxattr', 'getxattr', 'listxattr', 'removexattr', 'access', 'create', 'getlk', 'setlk', 'bmap'],
];
const blocks: Readonly<Record<string, string>> = { latency: 'delay', attrOverride: 'attr', mistake: 'mistake' };

/** What admission demands of an IOChaos, and what it lets through. */
export const checkIOChaos: SpecRule = (spec, notes) => {
  const action = textAt(spec, 'action') ?? '';
  if (isSet(spec['delay'])) checkDelay(spec, notes);
  checkErrno(spec, action, notes);
  checkPercent(spec, notes);
  const block = entryOf(blocks, action);
  if (block !== undefined && !isSet(spec[block])) {
    notes.warn([block], `is missing: action ${action} has nothing to do`, { hint: `Give ${block}.` });
  }
  const place = textAt(spec, 'volumePath') ?? '';
  if (place !== '' && !place.startsWith('/')) {
    const message = `is ${showValue(place)}: it is never found, and the object cannot be deleted`;
    notes.warn(['volumePath'], message, { hint: 'Give the absolute path of a mount point.' });
  }
  checkMethods(spec, notes);
};

function checkErrno(spec: Fields, action: string, notes: Notes): void {
  if (action === 'fault') {
    checkNeeded(spec, 'errno', notes, 'Action fault needs the number of an error, such as 5 (EIO) or 28 (ENOSPC).');
  }
  if ((numberAt(spec, 'errno') ?? 0) < 0) {
    notes.error(['errno'], `is ${showValue(spec['errno'])}`, { hint: 'Numbers of errors are positive.' });
  }
}

function checkPercent(spec: Fields, notes: Notes): void {
  const percent = numberAt(spec, 'percent') ?? 100;
  if (percent < 0 || percent > 100) {
    notes.error(['percent'], `is ${showValue(percent)}`, { hint: 'Give 0 to 100.' });
  } else if (percent === 0) {
    notes.warn(['percent'], 'is the number 0: no operation is hit', { hint: 'Give 1 to 100.' });
  }
}

function checkDelay(spec: Fields, notes: Notes): void {
  const ms = checkDuration(spec, 'delay', notes);
  if (ms !== undefined && ms <= 0) {
    notes.warn(['delay'], `is ${showValue(spec['delay'])}: nothing is delayed`, { hint: 'Give more than nothing.' });
  }
}

function checkMethods(spec: Fields, notes: Notes): void {
  for (const [i, method] of listAt(spec, 'methods').entries()) {
    if (typeof method !== 'string' || methods.includes(method.toLowerCase())) continue;
    const words = { hint: suggest(method, methods), allowed: methods };
    notes.warn(['methods', i], `is ${showValue(method)}, no file operation`, words);
  }
}
