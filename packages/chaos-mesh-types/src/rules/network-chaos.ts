import { parseNetworkRate } from '../text.ts';
import type { Notes } from '../validate/notes.ts';
import { type Fields, isSet, listAt, recordAt, showValue, textAt } from '../validate/values.ts';
import { checkPercentage } from './go-values.ts';
import type { SpecRule } from './rule.ts';
import { checkSelection } from './selection.ts';
import { selectsHostNetwork } from './static-pods.ts';

const netemBlocks = ['delay', 'loss', 'duplicate', 'corrupt'];
const percentages: Readonly<Record<string, readonly string[]>> = {
  delay: ['correlation'],
  loss: ['loss', 'correlation'],
  duplicate: ['duplicate', 'correlation'],
  corrupt: ['corrupt', 'correlation'],
};

/** What admission demands of a NetworkChaos, and what it lets through. */
export const checkNetworkChaos: SpecRule = (spec, notes, { namespace }) => {
  const target = recordAt(spec, 'target');
  if (target !== undefined) checkSelection(target, notes.at('target'));
  checkBlocks(spec, notes);
  checkExternalTargets(spec, notes);
  if (spec['action'] !== 'partition') {
    checkDirection(spec, notes);
    checkEffect(spec, notes);
  }
  for (const [place, selector] of [
    [['selector'], recordAt(spec, 'selector')],
    [['target', 'selector'], recordAt(target, 'selector')],
  ] as const) {
    if (!selectsHostNetwork(selector, namespace)) continue;
    notes.warn(
      place,
      "asks for pods that use their node's network: Chaos Mesh refuses those late, and cannot undo it",
      {
        hint: 'Name the addresses in externalTargets instead, or act on the node.',
      },
    );
  }
};

function checkBlocks(spec: Fields, notes: Notes): void {
  for (const [block, fields] of Object.entries(percentages)) {
    const inner = recordAt(spec, block);
    if (inner === undefined) continue;
    for (const field of fields) checkPercentage(inner, field, notes.at(block));
  }
  const reorder = recordAt(recordAt(spec, 'delay'), 'reorder');
  if (reorder !== undefined) {
    for (const field of ['reorder', 'correlation']) checkPercentage(reorder, field, notes.at('delay', 'reorder'));
  }
  for (const block of ['bandwidth', 'rate']) {
    const rate = textAt(recordAt(spec, block), 'rate');
    if (rate === undefined || parseNetworkRate(rate) !== undefined) continue;
    notes.error([block, 'rate'], `is ${showValue(rate)}, not a rate`, {
      hint: 'Give a whole number with bit, kbit, mbit, gbit, tbit, or with bps, kbps, mbps, gbps, tbps: 1mbps.',
    });
  }
}

function checkDirection(spec: Fields, notes: Notes): void {
  const direction = textAt(spec, 'direction');
  if (direction !== 'from' && direction !== 'both') return;
  if (recordAt(spec, 'target') === undefined) {
    const hint = 'Give a target, or use direction to.';
    notes.error(['direction'], `is ${direction}, and there is no target`, { hint });
  } else if (isSet(spec['externalTargets'])) {
    const hint = 'Use direction to, or take externalTargets out.';
    notes.error(['direction'], `is ${direction}, which does not go with externalTargets`, { hint });
  }
}

/** tc looks at the blocks, not at the name of the action. */
function checkEffect(spec: Fields, notes: Notes): void {
  const action = textAt(spec, 'action') ?? '';
  const there = [...netemBlocks, 'rate', 'bandwidth'].filter((block) => recordAt(spec, block) !== undefined);
  if (![...netemBlocks, 'netem', 'bandwidth'].includes(action)) return;
  const wanted = action === 'netem' ? [...netemBlocks, 'rate'] : [action];
  if (wanted.some((block) => there.includes(block))) return;
  const [other] = there;
  if (other !== undefined) {
    const hint = `Use action ${other}, or a block ${action}.`;
    notes.warn(['action'], `is ${action}, and the only block is ${other}: that is what is injected`, { hint });
    return;
  }
  const missing = action === 'netem' ? 'no block delay, loss, duplicate or corrupt' : `no block ${action}`;
  const message = `is ${action}, and there is ${missing}: nothing is injected, and the object cannot be deleted`;
  notes.warn(['action'], message, { hint: `Add ${action === 'netem' ? 'one' : `the block ${action}`}.` });
}

function checkExternalTargets(spec: Fields, notes: Notes): void {
  for (const [i, target] of listAt(spec, 'externalTargets').entries()) {
    if (typeof target !== 'string' || isExternalTarget(target)) continue;
    const hint = 'Give an IPv4 address, a range such as 10.0.0.0/8, or a host name; a port may follow after ":".';
    notes.warn(['externalTargets', i], `is ${showValue(target)}`, { hint });
  }
}

function isExternalTarget(text: string): boolean {
  const [, host = '', length, port] = /^([A-Za-z0-9._-]+?)(?:\/(\d+))?(?::(\d+))?$/.exec(text) ?? [];
  if (host === '' || Number(length ?? 0) > 32 || Number(port ?? 1) > 65_535) return false;
  if (!/^[\d.]+$/.test(host)) return length === undefined;
  const parts = host.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}
