import type { Operation } from '@polynat/core';
import type { OperationContext } from '@polynat/engine';

/** Keeps the ids of the accepted requests with the step of the run. */
export function noted<T>(operation: Operation<T>, { noteRequest }: OperationContext): Operation<T> {
  operation.onProgress((event) => {
    if (event.type === 'accepted' && event.receipt.requestId !== undefined)
      noteRequest(event.receipt.requestId);
  });
  return operation;
}
