import type { NatError, Operation, OperationRecord } from '@polynat/core';
import { ProgressLine } from '../terminal/progress-line.ts';
import type { Terminal } from '../terminal/terminal.ts';

type Folder = () => Promise<string>;

/**
 * Waits for a change and reports its progress. What the cloud has accepted is kept in the folder until the change is complete, so that a
 * command that is killed, or whose wait ends early, leaves the record to resume it.
 */
export async function follow<T>(
  { io }: Terminal,
  stateFolder: Folder,
  title: string,
  operation: Operation<T>,
): Promise<T> {
  const line = new ProgressLine(io, title);
  const keeping = new Keeping(stateFolder, operation);
  operation.onProgress((event) => {
    line.report(event);
    if (event.type === 'accepted') keeping.keep();
  });
  try {
    const value = await operation;
    await keeping.forget();
    return value;
  } catch (thrown) {
    const { NatError } = await import('@polynat/core');
    if (!NatError.is(thrown, 'aborted') && !NatError.is(thrown, 'timeout')) {
      await keeping.forget();
      throw thrown;
    }
    const { message, ...details } = await cutShort(stateFolder, title, operation.toJSON(), thrown);
    throw new NatError(thrown.code, message, { ...details, cause: thrown });
  } finally {
    line.end();
  }
}

/** Keeps the record of an operation, and forgets it, one after the other. Listening must start at once, so modules are loaded on use. */
class Keeping {
  readonly #folder: Folder;
  readonly #operation: Pick<Operation<unknown>, 'toJSON'>;
  #last: Promise<string | undefined> = Promise.resolve(undefined);

  constructor(folder: Folder, operation: Pick<Operation<unknown>, 'toJSON'>) {
    this.#folder = folder;
    this.#operation = operation;
  }

  /** A folder that cannot be written is told when the record is needed. */
  keep(): void {
    this.#last = this.#last.then(() => this.#keep()).catch(() => undefined);
  }

  async forget(): Promise<void> {
    const id = await this.#last;
    if (id === undefined) return;
    const { forgetOperation } = await import('./kept-operations.ts');
    forgetOperation(await this.#folder(), id);
  }

  async #keep(): Promise<string> {
    const { keepOperation } = await import('./kept-operations.ts');
    return keepOperation(await this.#folder(), this.#operation.toJSON());
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
