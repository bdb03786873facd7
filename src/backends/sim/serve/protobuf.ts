import { builtIn } from '../api/resources.ts';
import { fieldType, shapeOf } from '../api/types/fields.ts';
import { bytesFields, fieldNumbered, isReadable } from './protobuf-fields.ts';

/** One field on the wire: its number, and what it holds. */
interface Field {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/** What cannot be read: its type, or a part of it. */
export class UnknownProtobuf extends Error {}

const magic = Buffer.from('k8s\0');

/**
 * A body as Kubernetes' Go clients send it: four bytes, then an envelope with the object's type and its fields by number
 * (k8s.io/apimachinery, runtime/serializer/protobuf). Throws UnknownProtobuf for a type, or a field, that is not in the table.
 */
export function readProtobuf(content: Buffer): unknown {
  if (!content.subarray(0, 4).equals(magic))
    throw new UnknownProtobuf('it does not begin as Kubernetes’ protobuf does');
  const envelope = fieldsIn(content.subarray(4));
  const typeMeta = fieldsIn(bufferOf(envelope, 1));
  const apiVersion = bufferOf(typeMeta, 1).toString();
  const kind = bufferOf(typeMeta, 2).toString();
  const type = builtIn.find((one) => one.kind === kind && apiVersion.endsWith(one.version))?.model ?? `V1${kind}`;
  if (!isReadable(type)) throw new UnknownProtobuf(`${kind} of ${apiVersion} is not read from protobuf; send JSON`);
  return { apiVersion, kind, ...message(bufferOf(envelope, 2), type) };
}

function bufferOf(fields: readonly Field[], number: number): Buffer {
  const found = fields.find((field) => field.number === number)?.value;
  return Buffer.isBuffer(found) ? found : Buffer.alloc(0);
}

function fieldsIn(buffer: Buffer): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = buffer[at];
      if (byte === undefined) throw new UnknownProtobuf('it ends too early');
      at += 1;
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
  };
  const bytes = (length: number): Buffer => {
    if (at + length > buffer.length) throw new UnknownProtobuf('it ends too early');
    at += length;
    return buffer.subarray(at - length, at);
  };
  while (at < buffer.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    const number = tag >> 3;
    if (wire === 0) fields.push({ number, value: varint() });
    else if (wire === 2) fields.push({ number, value: bytes(Number(varint())) });
    else fields.push({ number, value: bytes(wire === 1 ? 8 : 4) });
  }
  return fields;
}

function message(buffer: Buffer, type: string): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const { number, value } of fieldsIn(buffer)) {
    const name = fieldNumbered(type, number);
    const of = name === undefined ? undefined : fieldType(type, name);
    if (name === undefined || of === undefined) {
      demandNothing(value, `field ${number} of ${type}`);
      continue;
    }
    // Go writes what is not said as nothing; of what clients create, the status is the server's.
    if (name === 'status' || isUnsaid(name, value)) continue;
    const { list, map, of: element } = shapeOf(of);
    if (list) result[name] = [...((result[name] as readonly unknown[] | undefined) ?? []), one(value, element)];
    else if (map) result[name] = { ...(result[name] as object | undefined), ...entry(value, `${type}.${name}`) };
    else {
      const read = one(value, of);
      if (read !== '') result[name] = read;
    }
  }
  return result;
}

/** Go writes empty messages where nothing is said: those of an unknown field are no loss. */
function demandNothing(value: bigint | Buffer, what: string): void {
  if (Buffer.isBuffer(value) ? value.length === 0 : value === 0n) return;
  throw new UnknownProtobuf(`${what} is not read from protobuf; send JSON`);
}

/** Numbers that Go has without a pointer: 0 is what nobody said. */
const zeroIsNothing = ['nodePort', 'hostPort', 'minReadySeconds', 'healthCheckNodePort', 'generation'];

function isUnsaid(name: string, value: bigint | Buffer): boolean {
  if (!Buffer.isBuffer(value)) return value === 0n && zeroIsNothing.includes(name);
  // An IntOrString of 0: field 1 and 2 are 0, and 3 is empty.
  return name === 'targetPort' && one(value, 'IntOrString') === 0;
}

function entry(value: bigint | Buffer, field: string): object {
  if (!Buffer.isBuffer(value)) throw new UnknownProtobuf(`${field} is no map`);
  const pair = fieldsIn(value);
  const item = bufferOf(pair, 2);
  return { [bufferOf(pair, 1).toString()]: item.toString(bytesFields.includes(field) ? 'base64' : 'utf8') };
}

function one(value: bigint | Buffer, type: string): unknown {
  if (!Buffer.isBuffer(value)) return type === 'boolean' ? value !== 0n : Number(BigInt.asIntN(64, value));
  if (type === 'string') return value.toString();
  if (type === 'Date' || type === 'V1MicroTime') return instant(value, type);
  if (type === 'IntOrString') {
    const parts = fieldsIn(value);
    const isText = parts.some((part) => part.number === 1 && part.value === 1n);
    const whole = parts.find((part) => part.number === 2)?.value;
    return isText ? bufferOf(parts, 3).toString() : Number(typeof whole === 'bigint' ? BigInt.asIntN(64, whole) : 0n);
  }
  // An empty message says nothing, whatever its type.
  if (value.length === 0) return {};
  if (!isReadable(type)) throw new UnknownProtobuf(`${type} is not read from protobuf; send JSON`);
  return message(value, type);
}

function instant(value: Buffer, type: string): string | undefined {
  const seconds = fieldsIn(value).find((part) => part.number === 1)?.value;
  if (typeof seconds !== 'bigint') return undefined;
  // Go's zero time lies long before any object.
  const at = Number(BigInt.asIntN(64, seconds));
  if (at <= 0) return undefined;
  const text = new Date(at * 1000).toISOString();
  return type === 'Date' ? `${text.slice(0, 19)}Z` : `${text.slice(0, 23)}000Z`;
}
