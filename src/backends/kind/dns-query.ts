/** A query for the IPv4 address of a name (RFC 1035, 4.1), written as printf takes it. */
export function dnsQuery(name: string): string {
  const labels = name.split('.').filter((label) => label !== '');
  const question = labels.flatMap((label) => [label.length, ...Buffer.from(label, 'latin1')]);
  // Id 1; recursion is desired; one question, of type A, in the Internet.
  const bytes = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, ...question, 0, 0, 1, 0, 1];
  return bytes.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** The addresses that two servers gave, each answer a line of hex digits; undefined: an error, no address, or silence. */
export function readAnswers(stdout: string): {
  readonly pod: string | undefined;
  readonly cluster: string | undefined;
} {
  const answer = (who: string): string | undefined =>
    addressIn(new RegExp(`^${who} ([0-9a-f]*)$`, 'm').exec(stdout)?.[1] ?? '');
  return { pod: answer('pod'), cluster: answer('cluster') };
}

const headBytes = 12;

function addressIn(hex: string): string | undefined {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length < headBytes || ((bytes[3] ?? 0) & 0x0f) !== 0) return undefined;
  let at = headBytes;
  for (let questions = bytes.readUInt16BE(4); questions > 0; questions -= 1) at = afterName(bytes, at) + 4;
  for (let answers = bytes.readUInt16BE(6); answers > 0; answers -= 1) {
    const record = afterName(bytes, at);
    if (record + 10 > bytes.length) return undefined;
    const length = bytes.readUInt16BE(record + 8);
    if (bytes.readUInt16BE(record) === 1 && length === 4)
      return [...bytes.subarray(record + 10, record + 14)].join('.');
    at = record + 10 + length;
  }
  return undefined;
}

/** A name ends with an empty label, or with a pointer of two bytes. */
function afterName(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const length = bytes[at] ?? 0;
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2;
    at += length + 1;
  }
}
