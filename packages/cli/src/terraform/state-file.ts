import { NatError } from '@polynat/core';
import type { GatewayDocument } from '@polynat/migrate';
import { readState, requireDocument, stateGateway } from '@polynat/terraform';
import { readText } from '../command-line/files.ts';
import type { Io } from '../terminal/io.ts';
import { note } from '../terminal/notes.ts';

/** What `terraform show -json` has printed into a file. */
export function readStateFile(io: Io, file: string): unknown {
  const text = readText(io, file, 'terraform state');
  try {
    return JSON.parse(text);
  } catch {
    /** The parser's own text quotes the file, and secrets are in it. */
    throw new NatError('invalid-argument', `${file} is not JSON`, {
      field: 'terraform state',
      remedy: 'write it with `terraform show -json > state.json`',
    });
  }
}

/** The document of a gateway in a state. A person is told what the state does not tell. */
export function stateDocument(io: Io, file: string, named: string): GatewayDocument {
  const gateway = stateGateway(readState(readStateFile(io, file)), named);
  const document = requireDocument(gateway);
  note(io, `${gateway.address}: rules and public IPs that Terraform does not manage are not in the plan`);
  for (const { where, why } of gateway.untold)
    note(io, `${gateway.address}: ${where} is not in the state: ${why}`);
  return document;
}
