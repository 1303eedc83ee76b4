/** What an engine promises, and what it is given: the port between procedures and what runs them. */

export type { Engine } from './port/engine.ts';
export type { Operation, OperationContext, OperationHandler } from './port/operation.ts';
export type {
  Accounts,
  ResumeOptions,
  RollBackOptions,
  Schedule,
  StartOptions,
  StateOptions,
} from './port/options.ts';
export type { OperationOutcome, Procedure, RunContext } from './port/procedure.ts';
export type { RecordedEvent } from './port/recorded-event.ts';
export type { RunEvent, RunHandle } from './port/run-event.ts';
export type {
  Owner,
  RunList,
  RunRecord,
  Statement,
  StepRecord,
  UnreadableRun,
  WorkerName,
} from './port/run-record.ts';
export type { Leftover, RunOutcome, RunState } from './port/run-state.ts';
export type { CatchUpOptions, CaughtUp, WorkOptions } from './port/worker.ts';
