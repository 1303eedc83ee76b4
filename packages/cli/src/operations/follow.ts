import type { NatError, Operation, OperationRecord } from '@polynat/core';
import { ProgressLine } from '../terminal/progress-line.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Folder = () => Promise<string>;

/**
 * Waits for a change and reports its progress. When the wait ends early, the record to resume it is kept in the folder. Listening
 * must start at once, so modules that only a failure needs are loaded after a failure.
 */
export async function follow<T>(
  { io }: Terminal,
  stateFolder: Folder,
  title: string,
  operation: Operation<T>,
): Promise<T> {
  const line = new ProgressLine(io, title);
  operation.onProgress((event) => line.report(event));
  try {
    return await operation;
  } catch (thrown) {
    const { NatError } = await import('@polynat/core');
    if (!NatError.is(thrown, 'aborted') && !NatError.is(thrown, 'timeout')) throw thrown;
    const { message, ...details } = await cutShort(stateFolder, title, operation.toJSON(), thrown);
    throw new NatError(thrown.code, message, { ...details, cause: thrown });
  } finally {
    line.end();
  }
}

/** What is known of a change whose wait has ended early. */
interface CutShort {
  readonly message: string;
  readonly outcome?: 'unknown';
  readonly remedy?: string;
}

async function cutShort(
  stateFolder: Folder,
  title: string,
  record: OperationRecord,
  { outcome }: NatError,
): Promise<CutShort> {
  const { cloud, receipts } = record;
  if (receipts.length > 0) {
    const { keepOperation } = await import('./kept-operations.ts');
    const id = keepOperation(await stateFolder(), record);
    const message = `stopped waiting for "${title}"; ${cloud} accepted it and is still working`;
    return { message, outcome: 'unknown', remedy: `wait for it with \`polynat resume ${id}\`` };
  }
  if (outcome === 'none')
    return { message: `stopped before sending "${title}" to ${cloud}; nothing has changed` };
  const remedy = 'check the resource before you repeat the command';
  return { message: `stopped while sending "${title}" to ${cloud}; it may have been done`, outcome, remedy };
}
