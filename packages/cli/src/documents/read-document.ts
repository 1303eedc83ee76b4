import { type GatewayDocument, parseDocument } from '@polynat/migrate';
import { readText } from '../command-line/files.ts';
import type { Io } from '../terminal/io.ts';

export const readDocumentFile = (io: Io, file: string): GatewayDocument =>
  parseDocument(readText(io, file, 'document'));
