import { NatError, type Operation, type OperationRecord } from '@polynat/core';
import { keepOperation } from './kept-operations.ts';
import { ProgressLine } from './progress.ts';
import type { Session } from './session.ts';

/** Waits for a change and tells its progress. When the wait is cut short, what is needed to go on waiting is kept. */
export async function follow<T>(session: Session, title: string, operation: Operation<T>): Promise<T> {
  const line = new ProgressLine(session.io, title);
  operation.onProgress((event) => line.tell(event));
  try {
    return await operation;
  } catch (thrown) {
    const error = NatError.from(thrown);
    if (error.code !== 'aborted' && error.code !== 'timeout') throw thrown;
    throw await cutShort(session, title, operation.toJSON(), error);
  } finally {
    line.end();
  }
}

async function cutShort(
  session: Session,
  title: string,
  record: OperationRecord,
  error: NatError,
): Promise<NatError> {
  if (record.receipts.length > 0) {
    const id = keepOperation(await session.stateFolder(), record);
    return new NatError(
      error.code,
      `stopped waiting to ${title}: ${record.cloud} has accepted it and goes on`,
      {
        outcome: 'unknown',
        remedy: `go on waiting with \`polynat resume ${id}\``,
        cause: error,
      },
    );
  }
  if (error.outcome === 'none')
    return new NatError(error.code, `stopped before asking ${record.cloud} to ${title}: nothing has changed`);
  return new NatError(error.code, `stopped while asking ${record.cloud} to ${title}: it may have been done`, {
    outcome: 'unknown',
    remedy: 'look at the resource before you repeat the command',
  });
}
