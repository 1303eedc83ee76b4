import type { AuditEntry } from '@polynat/access';
import type { NatError, Operation, OperationRecord } from '@polynat/core';
import type { Io } from '../terminal/io.ts';
import { note } from '../terminal/notes.ts';
import { userOf } from '../terminal/user.ts';

type Ending = Pick<AuditEntry, 'reason'> &
  (
    | { readonly event: 'done'; readonly outcome: 'done' }
    | { readonly event: 'failed'; readonly outcome: NatError['outcome'] }
  );

/**
 * The audit log of a state folder knows of what the command changes, as it knows of what a server on the same state changes. Resolves when
 * the record is written; never rejects, since the change has happened.
 */
export async function auditOperation<T>(
  io: Io,
  folder: () => Promise<string>,
  operation: Operation<T>,
): Promise<void> {
  const end = await operation.then(
    (): Ending => ({ event: 'done', outcome: 'done' }),
    async (thrown: unknown): Promise<Ending> => {
      const { outcome, message } = (await import('@polynat/core')).NatError.from(thrown);
      return { event: 'failed', outcome, reason: message };
    },
  );
  const record = operation.toJSON();
  // Nothing was sent, or the cloud refused it.
  if (end.event === 'failed' && end.outcome === 'none' && record.receipts.length === 0) return;
  try {
    const { auditLog } = await import('@polynat/access');
    await auditLog({ folder: await folder() }).append(entryOf(io, record, end));
  } catch (error) {
    note(io, `the audit log lacks this change: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function entryOf(io: Io, record: OperationRecord, end: Ending): AuditEntry {
  const { mutation, cloud, key, token, receipts } = record;
  const requests = receipts.flatMap(({ requestId, task }) => requestId ?? task ?? []);
  const network = key?.network === undefined ? '' : `${key.network}/`;
  return {
    ...{
      who: userOf(io),
      via: 'command',
      action: mutation,
      cloud,
      token,
    },
    ...(key && { ref: `${cloud}:${key.region}/${network}${key.id}` }),
    ...(requests.length > 0 && { requests }),
    ...end,
  };
}
