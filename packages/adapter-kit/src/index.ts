export { type Client, type ClientParts, createClient, type Signature } from './client.ts';
export { assembleDriver, type Resources } from './driver.ts';
export {
  broken,
  explanationOf,
  failureOf,
  late,
  type Meaning,
  missing,
  type Refusal,
  throttled,
  wrongInput,
} from './errors.ts';
export { id, list, number, text, truth } from './fields.ts';
export { keySchema, plainKey } from './gateway-key.ts';
export { nativeApi, type TypedNativeApi } from './native.ts';
export { itemsOf, requireProgress } from './pages.ts';
export { done, failed, gone, notListedYet, pending, vanished } from './poll-results.ts';
export type { ApiOperation, Protocol, Stamp } from './protocol.ts';
export { type Definitions, definitions, type Resource } from './resource.ts';
export { refusalOfStranger } from './strangers.ts';
export type { Answered, AnyWork, ReceiptOf, Work, WorkDefinition } from './work.ts';
export { type RefusedWrite, retryWhileRefused, undefinedIfForbidden, undefinedIfNotFound } from './writes.ts';
