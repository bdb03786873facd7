import { expect } from 'chai';
import { readProtobuf, UnknownProtobuf } from '../../../../src/backends/sim/serve/protobuf.ts';

/** A field of bytes: tag, length, content. */
function bytes(number: number, content: Buffer | string): Buffer {
  const body = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, body.length]), body]);
}

function object(apiVersion: string, kind: string, content: Buffer): Buffer {
  const typeMeta = bytes(1, Buffer.concat([bytes(1, apiVersion), bytes(2, kind)]));
  return Buffer.concat([Buffer.from('k8s\0'), typeMeta, bytes(2, content)]);
}

const named = bytes(1, Buffer.concat([bytes(1, 'a'), bytes(2, '')]));

describe('readProtobuf', () => {
  it('reads an object with its maps, and bytes as base64', () => {
    const secret = Buffer.concat([named, bytes(2, Buffer.concat([bytes(1, 'k'), bytes(2, 'v')])), bytes(3, 'Opaque')]);
    expect(readProtobuf(object('v1', 'Secret', secret))).to.deep.equal({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'a' },
      data: { k: 'dg==' },
      type: 'Opaque',
    });
  });

  it('reads numbers, negative ones too', () => {
    const replicas = (value: number[]): Buffer => bytes(2, Buffer.from([8, ...value]));
    const read = (value: number[]): unknown => readProtobuf(object('autoscaling/v1', 'Scale', replicas(value)));
    expect(read([0xac, 2])).to.have.nested.property('spec.replicas', 300);
    expect(read([...Array<number>(9).fill(0xff), 1])).to.have.nested.property('spec.replicas', -1);
  });

  it('refuses what it cannot read instead of dropping it', () => {
    expect(() => readProtobuf(object('v1', 'Node', named))).to.throw(UnknownProtobuf, 'Node of v1 is not read');
    const strange = Buffer.concat([named, bytes(9, 'x')]);
    expect(() => readProtobuf(object('v1', 'Secret', strange))).to.throw(UnknownProtobuf, 'field 9 of V1Secret');
    expect(() => readProtobuf(Buffer.from('{}'))).to.throw(UnknownProtobuf);
    expect(() => readProtobuf(object('v1', 'Secret', named).subarray(0, -1))).to.throw(UnknownProtobuf, 'too early');
  });
});
