import type { Answer } from '../command-line/answer.ts';
import { describeSecond } from '../gateways/words.ts';
import { awaitedOperation } from '../runs/awaited.ts';
import { sheet } from '../terminal/table.ts';
import { type KeptOperation, keptOperation } from './kept-operations.ts';

/** A single change whose command was interrupted, or is still waiting for it. */
export function showOperation(folder: string, id: string): Answer {
  const kept = keptOperation(folder, id);
  const { state, operation, created, owner } = kept;
  const requests = operation.receipts.flatMap(({ requestId }) => requestId ?? []);
  return {
    json: operationView(kept),
    text: sheet({
      operation: id,
      state,
      'waiting for': awaitedOperation(operation),
      accepted: describeSecond(created),
      requests: requests.join(' '),
      owner: owner && `${owner.host} pid ${owner.pid}`,
    }),
    notes: `\nWait for it with \`polynat resume ${id}\`.\n`,
  };
}

/** As `runs list` and `runs show` tell it to programs. */
export const operationView = ({ operation, ...kept }: KeptOperation) => ({
  ...kept,
  waitsFor: [{ type: 'operation' as const, ...operation }],
});
