import { check, NatError } from '@polynat/core';
import { parse, stringify, YAMLParseError } from 'yaml';
import * as z from 'zod';
import type { GatewayDocument } from './document.ts';
import { gatewayDocumentSchema } from './document-schema.ts';
import { withCurrentNames } from './former-names.ts';

export type DocumentFormat = 'yaml' | 'json';

export function formatDocument(document: GatewayDocument, format: DocumentFormat = 'yaml'): string {
  return format === 'json' ? `${JSON.stringify(document, null, 2)}\n` : stringify(document, { lineWidth: 0 });
}

/** Reads YAML or JSON; JSON is YAML too. What does not fit is refused with the path of the field. */
export function parseDocument(content: string): GatewayDocument {
  return readDocument(parseYaml(content));
}

export function readDocument(value: unknown): GatewayDocument {
  return check<GatewayDocument>(gatewayDocumentSchema, withCurrentNames(value), 'document');
}

/** The format as JSON Schema, for editors and for other languages. */
export const documentJsonSchema = (): Record<string, unknown> => ({
  title: 'A NAT gateway with its addresses, rules, bandwidth and billing, as Polynat reads and writes it',
  ...z.toJSONSchema(gatewayDocumentSchema, { unrepresentable: 'any', io: 'input' }),
});

function parseYaml(content: string): unknown {
  try {
    return parse(content, { maxAliasCount: 0 });
  } catch (thrown) {
    throw new NatError('invalid-argument', `is neither YAML nor JSON: ${faultOf(thrown)}`, {
      field: 'document',
    });
  }
}

/** The parser's own text quotes what it read, which may be another file than the one that was meant. */
function faultOf(thrown: unknown): string {
  if (!(thrown instanceof YAMLParseError)) return 'anchors and aliases are not read';
  const fault = thrown.code.toLowerCase().replaceAll('_', ' ');
  const [place] = thrown.linePos ?? [];
  return place ? `${fault} at line ${place.line}, column ${place.col}` : fault;
}
