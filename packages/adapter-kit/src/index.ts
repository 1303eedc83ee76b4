export { type ApiOf, type Client, type ClientParts, createClient, type Signature } from './client.ts';
export {
  type CloudDefinition,
  type CloudFactory,
  type CloudOptions,
  type CreateDriver,
  cloudFactory,
  type DriverRuntime,
  type Emulated,
  type Variant,
} from './cloud.ts';
export { readDefinition } from './cloud-schema.ts';
export { codes } from './codes.ts';
export {
  type CloudEntry,
  type ConfiguredCloud,
  readEntries,
  readEntry,
  readSettings,
} from './configuration.ts';
export { type CommandSurroundings, printedBy } from './credentials/command.ts';
export type {
  CredentialDefinition,
  CredentialField,
  Exchange,
  ExchangeTools,
  FieldNames,
  ProfileDefinition,
  ProfileFile,
} from './credentials/definition.ts';
export { fromVariables } from './credentials/environment.ts';
export { resolveCredentials } from './credentials/resolve.ts';
export { type CloudParts, defineCloud } from './define-cloud.ts';
export { type Difference, differencesOf } from './differences.ts';
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
export { lack, lacking } from './facts.ts';
export { id, list, number, text, truth } from './fields.ts';
export { keySchema, plainKey } from './gateway-key.ts';
export { keyIdentity } from './key-identity.ts';
export { passesOnceFree, type Whereabouts, whereaboutsOf } from './leaving.ts';
export { nativeApi, type TypedNativeApi } from './native.ts';
export { itemsOf, requireProgress } from './pages.ts';
export { done, failed, gone, notListedYet, pending, vanished } from './poll-results.ts';
export type { ApiOperation, Protocol, Schema, Stamp } from './protocol.ts';
export { providerSettings, type UsualSettings } from './provider-settings.ts';
export { defined, matches } from './records.ts';
export { type Definitions, definitions, type Resource } from './resource.ts';
export { type OperationDefinition, withSchemas } from './schemas.ts';
export type {
  CloudSettings,
  EndpointSetting,
  RegionSetting,
  Setting,
  SettingsDefinition,
} from './settings/definition.ts';
export { type DriverParts, openParts, type Seams } from './settings/read.ts';
export { type Shape, shapeOf, withShape } from './shape.ts';
export { doesNotDraw, requireOpenFor, settledSharedBandwidth } from './shared-bandwidth.ts';
export { refusalOfStranger } from './strangers.ts';
export type { Answered, AnyWork, ReceiptOf, Work, WorkDefinition } from './work.ts';
export { type RefusedWrite, retryWhileRefused, undefinedIfForbidden, undefinedIfNotFound } from './writes.ts';
