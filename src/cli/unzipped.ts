import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { PieceReader } from '../reporters/timeline-reader.ts';

const pieceBytes = 1 << 18;

/** Reads a gzip file through `reader`, or no more than its first bytes. Rejects as the file system, zlib and the reader do. */
export async function readUnzipped<T>(path: string, reader: PieceReader<T>, bytes = Infinity): Promise<T> {
  await pipeline(
    createReadStream(path, { end: bytes - 1, highWaterMark: pieceBytes }),
    createGunzip({ chunkSize: pieceBytes }),
    async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) reader.take(piece);
    },
  );
  return reader.end();
}
