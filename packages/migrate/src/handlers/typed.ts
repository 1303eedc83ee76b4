import type { AcceptedOperation, Json, OperationContext, OperationHandler } from '@polynat/engine';

/** A handler whose arguments and result have the types its plan gives them; the journal in between keeps plain JSON. */
export interface TypedHandler<A, R> {
  run(args: A, context: OperationContext): Promise<R>;
  probe?(args: A, context: OperationContext): Promise<R | undefined>;
  complete?(args: A, accepted: AcceptedOperation, context: OperationContext): Promise<R | undefined>;
  undo?(args: A, result: R, context: OperationContext): Promise<void>;
}

/** The one place where journalled JSON becomes typed again: it was written by `bind` from a plan whose seal was checked. */
export const typed = <A, R extends Json>(handler: TypedHandler<A, R>): OperationHandler =>
  handler as unknown as OperationHandler;
