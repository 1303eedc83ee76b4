import {
  compareDocuments,
  exportGateway,
  formatDocument,
  type GatewayDocument,
  parseDocument,
  renderDifferences,
} from '@polynat/migrate';
import type { Answer } from '../command-line/command.ts';
import { readText, writeText } from '../command-line/files.ts';
import { type OptionValues, optional, several } from '../command-line/options.ts';
import { oneOf, splitPairs } from '../command-line/parse.ts';
import { isDocument } from '../command-line/scope.ts';
import type { Session } from '../command-line/session.ts';
import { exitCodes } from '../terminal/failures.ts';
import type { Io } from '../terminal/io.ts';

export async function exportDocument(
  session: Session,
  [ref = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const format = oneOf(['yaml', 'json'], optional(options, 'format') ?? 'yaml', '--format');
  const document = await documentOf(session, ref);
  const text = formatDocument(document, format);
  const output = optional(options, 'output');
  if (output === undefined) return { json: document, text };
  writeText(session.io, output, text);
  return { json: { written: output }, text: `Wrote ${output}.\n` };
}

export async function verify(
  session: Session,
  [before = '', after = '']: readonly string[],
  options: OptionValues,
): Promise<Answer> {
  const stands = splitPairs(several(options, 'address') ?? [], '--address');
  const [left, right] = await Promise.all([documentOf(session, before), documentOf(session, after)]);
  const differences = compareDocuments(left, right, (ip) => stands.get(ip) ?? ip);
  return {
    json: differences,
    text: renderDifferences(differences),
    exit: differences.length === 0 ? exitCodes.done : exitCodes.failed,
  };
}

/** A gateway by its reference, or a document in a file. */
async function documentOf(session: Session, named: string): Promise<GatewayDocument> {
  if (isDocument(named)) return readDocumentFile(session.io, named);
  const { ref } = await session.gateway(named);
  const exporting = exportGateway(await session.clouds(), ref, { ...session.call, clock: session.io });
  return session.reading(named, exporting);
}

export const readDocumentFile = (io: Io, file: string): GatewayDocument =>
  parseDocument(readText(io, file, 'document'));
