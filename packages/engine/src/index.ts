export { type FailedOperation, OperationFailed, type RecordedFailure } from './failure.ts';
export { type HeldDetails, RunHeld } from './held.ts';
export { type Json, json } from './json.ts';
export type {
  Engine,
  Leftover,
  Operation,
  OperationContext,
  OperationHandler,
  Owner,
  Procedure,
  RollBackOptions,
  RunContext,
  RunEvent,
  RunHandle,
  RunOutcome,
  RunRecord,
  RunState,
  StartOptions,
  StepRecord,
} from './port.ts';
