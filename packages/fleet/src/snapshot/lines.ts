import { type FileHandle, open } from 'node:fs/promises';

/** Where a line is in its file, in bytes, without the end of the line. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export interface Line extends Place {
  readonly text: string;
  /** Whether the end of the line is there: the last line of a file that was cut may lack it. */
  readonly whole: boolean;
}

const chunkSize = 256 * 1_024;
const lineFeed = 10;

/** Lines one after the other. Never holds more than a chunk and a line. */
export async function* linesOf(file: FileHandle): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(chunkSize);
    const { bytesRead } = await file.read(chunk, 0, chunkSize, offset + rest.length);
    if (bytesRead === 0) break;
    rest = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = rest.indexOf(lineFeed); end >= 0; end = rest.indexOf(lineFeed, start)) {
      yield {
        text: rest.toString('utf8', start, end),
        offset: offset + start,
        length: end - start,
        whole: true,
      };
      start = end + 1;
    }
    rest = rest.subarray(start);
    offset += start;
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), offset, length: rest.length, whole: false };
}

export async function lineAt(file: FileHandle, { offset, length }: Place): Promise<string> {
  const line = Buffer.allocUnsafe(length);
  const { bytesRead } = await file.read(line, 0, length, offset);
  return line.toString('utf8', 0, bytesRead);
}

export async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
