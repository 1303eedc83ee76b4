/** Numbers of the documents, and the ones chosen where they are silent (marked; reasons in `clouds/alibaba/choices.ts`). */

const SECOND = 1000;

/** How long things take, in emulated milliseconds. */
export const durations = {
  /** "1 to 3 minutes" in CreateNatGateway. */
  createGateway: 90 * SECOND,
  /** Chosen: an order nobody pays automatically is paid by hand after this long. */
  payByHand: 60 * SECOND,
  /** Chosen. */
  modifyGateway: 20 * SECOND,
  /** The sample run of GetNatGatewayConvertStatus took 41 seconds. */
  convertGateway: 41 * SECOND,
  /** Chosen. */
  deleteGateway: 30 * SECOND,
  /** Chosen: "seconds" is all that is known. */
  entry: 5 * SECOND,
  /** Chosen: a NAT address of an intranet gateway comes and goes as fast as an entry. */
  natIp: 5 * SECOND,
  bindAddress: 5 * SECOND,
  unbindAddress: 5 * SECOND,
  releaseAddress: 2 * SECOND,
  /** Chosen: joining or resizing a shared bandwidth package. */
  sharedPackage: 3 * SECOND,
} as const;

/** Per account unless a seed says otherwise; the public quota page of NAT gateways. */
export const defaultQuotas = {
  gatewaysPerVpc: 5,
  /** `natgw_quota_nat_ip_num_per_vpc_nat`. */
  natIpsPerGateway: 15,
  addressesPerGateway: 20,
  forwardEntriesPerTable: 100,
  /** `natgw_quota_snat_entry_num`, commonly 40. */
  snatEntriesPerTable: 40,
  /** Custom routes of a VPC route table. */
  routesPerTable: 200,
} as const;

export const packagesPerGateway = 4;
export const addressesPerPackage = 50;
export const removedAddressesPerCall = 20;
/** Chosen: EIPs one AssociateEipAddressBatch binds; as many as a gateway in EIP bind mode NAT may hold. */
export const addressesPerBatch = 50;
/** Chosen: no number is documented; more addresses than any gateway can hold. */
export const snatPoolSize = 64;
/** Chosen: as many shared bandwidth packages as NAT bandwidth packages may serve one gateway. */
export const sharedPackagesPerGateway = 4;

/** Months or years a subscription may be bought for. */
export const subscriptionTerms = { Month: 9, Year: 3 } as const;
export const addressSubscriptionTerms = { Month: 9, Year: 5 } as const;
