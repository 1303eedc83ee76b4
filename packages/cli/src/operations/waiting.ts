import type { NatError, Operation, OperationRecord } from '@polynat/core';
import type { Session } from '../command-line/session.ts';
import { ProgressLine } from '../terminal/progress-line.ts';

/**
 * Waits for a change and tells its progress. When the wait is cut short, what is needed to go on waiting is kept. It listens from
 * the first moment on, so what is only needed for a failure is loaded then.
 */
export async function follow<T>(session: Session, title: string, operation: Operation<T>): Promise<T> {
  const line = new ProgressLine(session.io, title);
  operation.onProgress((event) => line.tell(event));
  try {
    return await operation;
  } catch (thrown) {
    const { NatError } = await import('@polynat/core');
    if (!NatError.is(thrown, 'aborted') && !NatError.is(thrown, 'timeout')) throw thrown;
    const { message, ...details } = await cutShort(session, title, operation.toJSON(), thrown);
    throw new NatError(thrown.code, message, { ...details, cause: thrown });
  } finally {
    line.end();
  }
}

/** What is known of a change nobody waits for any more. */
interface CutShort {
  readonly message: string;
  readonly outcome?: 'unknown';
  readonly remedy?: string;
}

async function cutShort(
  session: Session,
  title: string,
  record: OperationRecord,
  { outcome }: NatError,
): Promise<CutShort> {
  const { cloud, receipts } = record;
  if (receipts.length > 0) {
    const { keepOperation } = await import('./kept-operations.ts');
    const id = keepOperation(await session.stateFolder(), record);
    const message = `stopped waiting to ${title}: ${cloud} has accepted it and goes on`;
    return { message, outcome: 'unknown', remedy: `go on waiting with \`polynat resume ${id}\`` };
  }
  if (outcome === 'none')
    return { message: `stopped before asking ${cloud} to ${title}: nothing has changed` };
  const remedy = 'look at the resource before you repeat the command';
  return { message: `stopped while asking ${cloud} to ${title}: it may have been done`, outcome, remedy };
}
