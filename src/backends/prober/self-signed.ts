import { generateKeyPairSync, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its key, as PEM. The certificate is its own authority. */
export interface SelfSigned {
  readonly cert: string;
  readonly key: string;
}

const tag = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  text: 0x0c,
  utcTime: 0x17,
  longTime: 0x18,
  sequence: 0x30,
  set: 0x31,
};
const oid = {
  ecdsaWithSha256: der(tag.oid, bytes('2a8648ce3d040302')),
  commonName: der(tag.oid, bytes('550403')),
  subjectAltName: der(tag.oid, bytes('551d11')),
};

/**
 * A self-signed X.509 certificate (RFC 5280, P-256) for IPv4 addresses, with a new key. It has no end: it is for servers
 * that live as long as this process. node:crypto reads certificates but makes none, and not every machine has openssl.
 */
export function selfSigned(addresses: readonly string[]): SelfSigned {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid.ecdsaWithSha256);
  const name = sequence(der(tag.set, sequence(oid.commonName, der(tag.text, Buffer.from('aftershock')))));
  const validity = sequence(
    der(tag.utcTime, Buffer.from('200101000000Z')),
    der(tag.longTime, Buffer.from('99991231235959Z')),
  );
  const alternatives = sequence(...addresses.map((address) => der(0x87, addressBytes(address))));
  const extensions = sequence(sequence(oid.subjectAltName, der(tag.octets, alternatives)));
  const body = sequence(
    der(0xa0, integer(2)), // version 3
    integer(1),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const signature = der(tag.bits, Buffer.from([0]), sign('sha256', body, privateKey));
  return {
    cert: pem(sequence(body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(kind: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  // Lengths from 128 on are written as the number of their bytes, then the bytes.
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([kind, ...head]), content]);
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(tag.sequence, ...contents);
}

function integer(value: number): Buffer {
  return der(tag.integer, Buffer.from([value]));
}

function addressBytes(address: string): Buffer {
  if (!isIPv4(address)) throw new TypeError(`${address} is no IPv4 address`);
  return Buffer.from(address.split('.').map(Number));
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
