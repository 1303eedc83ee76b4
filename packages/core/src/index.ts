export { Addresses, GatewayAddresses } from './addresses.ts';
export { BandwidthPackages } from './bandwidth-packages.ts';
export { type ItemResult, valuesOf } from './batch.ts';
export { type Call, type CallOptions, type OutgoingRequest, readWithin, writeWithin } from './call.ts';
export {
  type Capabilities,
  type Fact,
  type Feature,
  type FeatureLimits,
  type Features,
  type FieldUse,
  type GatewayFilterFacts,
  type NameRule,
  requireFeature,
  type Supported,
  subnetUse,
  type TermRule,
  type Unsupported,
  unsupported,
} from './capabilities.ts';
export {
  type Clock,
  days,
  hours,
  minutes,
  type Random,
  seconds,
  systemClock,
  systemRandom,
} from './clock.ts';
export { Cloud, type CloudOf } from './cloud.ts';
export {
  type CredentialPlace,
  type CredentialSource,
  type Expiring,
  fromCommand,
  fromEnvironment,
  fromProfile,
  fromRole,
} from './credentials.ts';
export type {
  AddressResource,
  BandwidthResource,
  BillingResource,
  DnatResource,
  Driver,
  GatewayResource,
  InventoryResource,
  NativeApi,
  NativeOperation,
  NetworkResource,
  OptionalResources,
  Pacing,
  Page,
  PollResult,
  Positions,
  SharedBandwidthResource,
  SnatResource,
  ToldGateway,
  ToldRules,
} from './driver.ts';
export { type ErrorMeaning, errorMeanings } from './error-meanings.ts';
export {
  type ErrorCode,
  errorCodes,
  NatError,
  type NatErrorDetails,
  type Outcome,
  type ProviderDetails,
} from './errors.ts';
export { GatewayHandle, type HandleOf } from './gateway.ts';
export { Gateways } from './gateways.ts';
export { type Ceilings, ceilingsSchema, type Guards } from './guards/guards.ts';
export {
  type LedgerEntry,
  type LedgerPage,
  memoryLedger,
  type PurchaseLedger,
} from './guards/ledger.ts';
export { isReadOnly } from './guards/read-only.ts';
export { CloudInventory, type ListedGateway } from './inventory.ts';
export { Listing } from './listing.ts';
export type { AccountIdentity } from './model/account.ts';
export {
  type AddressFilter,
  type AddressOffers,
  type AddressSpec,
  type AddressUse,
  type AttachFor,
  addressSpecSchema,
  addressUses,
  type BandwidthRange,
  type Metering,
  meterings,
  type NewAddress,
  type PublicAddress,
  type RuleRemoval,
} from './model/address.ts';
export type { Availability } from './model/availability.ts';
export { type BandwidthPackage, type BandwidthSpec, bandwidthSpecSchema } from './model/bandwidth.ts';
export {
  type Billing,
  type BillingChoice,
  type BillingStatus,
  billingChoiceSchema,
  describeTerm,
  monthsOf,
  type OnDemandBilling,
  onDemand,
  type PrepaidBilling,
  prepaid,
  type Term,
  termSchema,
} from './model/billing.ts';
export {
  type AddressRange,
  type Cidr,
  cidrSchema,
  contains,
  formatCidr,
  formatIpv4,
  ipv4Schema,
  overlaps,
  parseCidr,
  parseIpv4,
} from './model/cidr.ts';
export type { CascadeOptions, DeletionItem, DeletionPlan, DependentKind } from './model/deletion.ts';
export {
  type DnatRequest,
  type DnatRule,
  type DnatSpec,
  type DnatSpecInput,
  describeDnat,
  describePorts,
  dnatKey,
  dnatRequestSchema,
  dnatSpecSchema,
  type Endpoint,
  type EndpointInput,
  type Ports,
  type PortsInput,
  type Protocol,
  portCount,
  protocols,
} from './model/dnat-rule.ts';
export {
  type Gateway,
  type GatewayChange,
  type GatewayOrder,
  type GatewayRecord,
  type GatewaySpec,
  gatewaySpecSchema,
  type LabelChange,
} from './model/gateway.ts';
export { type GatewayFilter, type GatewayQuery, gatewayFilterSchema } from './model/gateway-filter.ts';
export type { GatewayKey } from './model/gateway-key.ts';
export {
  type BindMode,
  bindModes,
  type GatewayOptions,
  gatewayOptionsSchema,
} from './model/gateway-options.ts';
export { type GatewayUpdate, gatewayUpdateSchema, type TagChange } from './model/gateway-update.ts';
export type { Json, ProviderSettings } from './model/json.ts';
export { matchesPattern } from './model/name-pattern.ts';
export { type Network, type Placement, placementSchema, type Route, type Subnet } from './model/network.ts';
export { type Obstacle, type ObstacleCode, obstacleCodes, type Readiness } from './model/readiness.ts';
export type { DnatFilter, EndpointFilter, SnatFilter } from './model/rule-filter.ts';
export {
  type SharedBandwidth,
  type SharedBandwidthFilter,
  type SharedBandwidthSpec,
  type SharingAddress,
  sharedBandwidthFilterSchema,
  sharedBandwidthSpecSchema,
} from './model/shared-bandwidth.ts';
export {
  addressesOf,
  chooseSize,
  connectionsOf,
  describeOffers,
  describeSize,
  type Size,
  type SizeFacts,
  type SizeKind,
  type SizeOffer,
  type SizeRequest,
  sameSize,
  sizeRequestSchema,
  sizeSchema,
  type Tier,
  tiers,
  type UnitOffer,
} from './model/size.ts';
export {
  describeSnat,
  describeSource,
  kindOfSource,
  type SnatRequest,
  type SnatRule,
  type SnatSource,
  type SnatSourceKind,
  type SnatSpec,
  snatItemSchema,
  snatRequestSchema,
  snatSourceKinds,
  snatSourceSchema,
  snatSpecSchema,
} from './model/snat-rule.ts';
export { type GatewayState, gatewayStates, type ItemState } from './model/state.ts';
export { type CloudFailure, MultiCloudListing, type PartialResult } from './multi-cloud-listing.ts';
export { type Mutation, mutations } from './mutations/names.ts';
export type { MutationPreview } from './mutations/preview.ts';
export { Clouds, createNat, type Drivers, Nat, type NatOptions } from './nat.ts';
export { Networks } from './networks.ts';
export { Operation } from './operation.ts';
export type { OperationEvent } from './operation-event.ts';
export type { OperationRecord } from './operation-record.ts';
export type { Receipt } from './receipt.ts';
export { GatewayRef } from './ref.ts';
export { DnatRules, SnatRules } from './rules.ts';
export { check } from './runtime/check.ts';
export { exactlyOnce, type OnceOptions } from './runtime/exactly-once.ts';
export { describeFilter, onlyOne } from './runtime/only-one.ts';
export { type Listable, readAll } from './runtime/pages.ts';
export { redact } from './runtime/redact.ts';
export { readCall, writeCall } from './runtime/runtime.ts';
export { derivedCall } from './runtime/token.ts';
export { type Milestone, milestones } from './runtime/wait-for-gateway.ts';
export { SharedBandwidths } from './shared-bandwidths.ts';
