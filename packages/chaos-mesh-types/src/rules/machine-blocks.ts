import type { Notes } from '../validate/notes.ts';
import { type Fields, isSet, numberAt, showValue, textAt } from '../validate/values.ts';
import { checkNeeded, parseFloatText } from './go-values.ts';

type BlockRule = (block: Fields, notes: Notes) => void;

const machineSize = /^\d+(\.\d+)?(c|[KMGTPE]|[KMGTPE]iB|[KMGTPE]B|B)?$/i;
const pid = ['pid'];

/** What admission demands of the block of each action of a PhysicalMachineChaos. */
export const blockRules: Readonly<Record<string, readonly BlockRule[]>> = {
  'stress-cpu': [needs('load', 'workers')],
  'stress-mem': [needs('size'), size],
  'disk-read-payload': [needs('size', 'payload-process-num'), size],
  'disk-write-payload': [needs('size', 'payload-process-num'), size],
  'disk-fill': [needs('size'), size],
  'network-corrupt': [needs('device', 'percent'), share('percent'), share('correlation')],
  'network-duplicate': [needs('device', 'percent'), share('percent'), share('correlation')],
  'network-loss': [needs('device', 'percent'), share('percent'), share('correlation')],
  'network-delay': [needs('device', 'latency'), share('correlation'), tcpFlags],
  'network-partition': [needs('device'), needsOne('ip-address', 'hostname'), direction, tcpFlags],
  'network-bandwidth': [needs('device', 'rate', 'limit', 'buffer')],
  'network-dns': [together('dns-domain-name', 'dns-ip')],
  'network-flood': [needs('ip-address', 'port', 'rate', 'duration')],
  'network-down': [needs('device', 'duration')],
  process: [needs('process', 'signal')],
  'jvm-exception': [needs(...pid, 'class', 'method', 'exception'), positivePid],
  'jvm-gc': [needs(...pid), positivePid],
  'jvm-latency': [needs(...pid, 'class', 'method', 'latency'), positivePid],
  'jvm-return': [needs(...pid, 'class', 'method', 'value'), positivePid],
  'jvm-stress': [needs(...pid), positivePid, needsOne('cpu-count', 'mem-type'), notBoth('cpu-count', 'mem-type')],
  'jvm-rule-data': [needs(...pid, 'rule-data'), positivePid],
  'jvm-mysql': [needs(...pid, 'mysqlConnectorVersion'), positivePid, needsOne('exception', 'latency')],
  clock: [needs(...pid, 'time-offset'), positivePid],
  'redis-expiration': [needs('addr'), expirationOption],
  'redis-cacheLimit': [needs('addr'), cacheLimit],
  'redis-penetration': [needs('addr', 'requestNum')],
  'redis-stop': [needs('addr')],
  'redis-restart': [needs('addr', 'conf')],
  'kafka-fill': [needs('host', 'port', 'maxBytes', 'reloadCommand')],
  'kafka-flood': [needs('host', 'port', 'threads')],
  'kafka-io': [needsOne('nonReadable', 'nonWritable')],
  'file-create': [needsOne('file-name', 'dir-name')],
  'file-modify': [needs('file-name', 'privilege')],
  'file-delete': [needsOne('file-name', 'dir-name')],
  'file-rename': [needs('source-file', 'dest-file')],
  'file-append': [needs('file-name', 'data')],
  'file-replace': [needs('file-name', 'origin-string', 'dest-string')],
  user_defined: [needs('attackCmd', 'recoverCmd')],
};

function needs(...fields: readonly string[]): BlockRule {
  return (block, notes) => {
    for (const field of fields) checkNeeded(block, field, notes, 'This action needs it.');
  };
}

function needsOne(...fields: readonly [string, string]): BlockRule {
  return (block, notes) => {
    if (fields.some((field) => isSet(block[field]))) return;
    notes.error([fields[0]], 'is missing', { hint: `This action needs ${fields.join(' or ')}.` });
  };
}

function notBoth(first: string, second: string): BlockRule {
  return (block, notes) => {
    if (isSet(block[first]) && isSet(block[second])) {
      notes.error([second], `does not go with ${first}`, { hint: 'Keep one of them.' });
    }
  };
}

function together(first: string, second: string): BlockRule {
  return (block, notes) => {
    if (isSet(block[first]) === isSet(block[second])) return;
    const [missing, there] = isSet(block[first]) ? [second, first] : [first, second];
    notes.error([missing], 'is missing', { hint: `It goes with ${there}.` });
  };
}

function share(field: string): BlockRule {
  return (block, notes) => {
    const text = textAt(block, field);
    if (text === undefined || text === '') return;
    const value = parseFloatText(text);
    const least = field === 'correlation' ? 0 : Number.MIN_VALUE;
    if (value !== undefined && value >= least && value <= 100) return;
    notes.error([field], `is ${showValue(text)}`, { hint: 'Give a number up to 100, without a sign.' });
  };
}

function size(block: Fields, notes: Notes): void {
  const text = textAt(block, 'size');
  if (text === undefined || text === '' || machineSize.test(text)) return;
  notes.error(['size'], `is ${showValue(text)}`, { hint: 'Give a size such as 512M, 1GB or 1GiB.' });
}

function direction(block: Fields, notes: Notes): void {
  const text = block['direction'];
  if (text === 'to' || text === 'from') return;
  const message = text === undefined ? 'is missing' : `is ${showValue(text)}`;
  notes.error(['direction'], message, { hint: 'Use to or from.', allowed: ['to', 'from'] });
}

function tcpFlags(block: Fields, notes: Notes): void {
  if (!isSet(block['accept-tcp-flags']) || block['ip-protocol'] === 'tcp') return;
  notes.error(['ip-protocol'], 'must be tcp with accept-tcp-flags', { hint: 'Set it to tcp.', allowed: ['tcp'] });
}

function positivePid(block: Fields, notes: Notes): void {
  if ((numberAt(block, 'pid') ?? 0) >= 0) return;
  notes.error(['pid'], `is ${showValue(block['pid'])}`, { hint: 'Give the id of a process.' });
}

/** The webhook has its test the wrong way round: it refuses the very options that redis knows. */
function expirationOption(block: Fields, notes: Notes): void {
  const option = textAt(block, 'option') ?? '';
  if (!['XX', 'NX', 'GT', 'LT'].includes(option)) return;
  notes.error(['option'], `is ${showValue(option)}, which Chaos Mesh refuses`, { hint: 'Take it out.' });
}

function cacheLimit(block: Fields, notes: Notes): void {
  if (!isSet(block['percent']) || block['cacheSize'] === '0') return;
  const hint = 'With percent, cacheSize must be "0".';
  notes.error(['cacheSize'], block['cacheSize'] === undefined ? 'is missing' : 'does not go with percent', { hint });
}
