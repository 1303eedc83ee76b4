export type { AcceptedOperation } from './accepted.ts';
export { createEngine, type EngineOptions } from './engine.ts';
export { type FailedOperation, OperationFailed, type RecordedFailure } from './failure.ts';
export { type FileStoreOptions, fileStore } from './file/file-store.ts';
export { isCertainlyDead, ownMark, type ProcessMark } from './file/presence.ts';
export { fenced, type HeldDetails, RunHeld } from './held.ts';
export { canonical, type Json, json } from './json.ts';
export { memoryStore } from './memory-store.ts';
export type {
  Accounts,
  CatchUpOptions,
  CaughtUp,
  Engine,
  Leftover,
  Operation,
  OperationContext,
  OperationHandler,
  OperationOutcome,
  Owner,
  Procedure,
  RecordedEvent,
  ResumeOptions,
  RollBackOptions,
  RunContext,
  RunEvent,
  RunHandle,
  RunList,
  RunOutcome,
  RunRecord,
  RunState,
  Schedule,
  StartOptions,
  Statement,
  StateOptions,
  StepRecord,
  UnreadableRun,
  WorkerName,
  WorkOptions,
} from './port.ts';
export type {
  Journal,
  JournalAddress,
  JournalNames,
  JournalSession,
  JournalStore,
  Segment,
} from './store.ts';
export { type TimelineEntry, timelineOf } from './timeline.ts';
export type { Answer, AnswerRecord, RefusedAnswer, Waiting, WaitOptions } from './waiting.ts';
