export { accountOf } from './account.ts';
export {
  busy,
  commonCodes,
  expiredToken,
  forbidden,
  secondFactor,
  soldOut,
  wrongKeys,
} from './codes.ts';
export { credentials } from './credentials.ts';
export {
  type Answering,
  answerOfOthers,
  envelope,
  explaining,
  failureIn,
  lookUp,
  type Meanings,
  meaningOf,
  unknownCode,
} from './errors.ts';
export { choice, integer, ip, ips, offset, whole } from './fields.ts';
export { decodeOffset, pageOf } from './offset-pages.ts';
export { type Accepted, nothingToDo, type Sending, type Sent, sendOnce } from './once.ts';
export { type Operation, type Product, protocolOf } from './protocol.ts';
export { type Draft, signing } from './request.ts';
export {
  authorize,
  canonicalRequest,
  dateOf,
  type HeaderRequest,
  type Scope,
  type Signatory,
  signingKey,
  type TencentCredentials,
} from './signer.ts';
export {
  type CheckResult,
  isGone,
  notYet,
  shows,
  type TaskWork,
  type TaskWorkDefinition,
  taskWorks,
  type Verdict,
  type VerdictOf,
} from './task-work.ts';
export { decodeInstant } from './time.ts';
