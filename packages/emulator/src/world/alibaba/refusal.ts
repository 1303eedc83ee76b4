/**
 * Every reason for which the world refuses a change, in own words. Which code, message and HTTP status a caller gets
 * for it is stated per operation in `clouds/alibaba/refusals.ts`; the compiler sees to it that no rule is left out.
 */
export type Rule =
  | 'address-busy'
  | 'address-duplicated'
  | 'address-entries-busy'
  | 'address-in-use-by-forward'
  | 'address-in-use-by-snat'
  | 'address-instance-not-found'
  | 'address-instance-type'
  | 'address-just-bound'
  | 'address-locked'
  | 'address-not-bound'
  | 'address-not-found'
  | 'address-not-idle'
  | 'address-reserved'
  | 'parameter-not-served'
  | 'address-of-another-region'
  | 'address-prepaid'
  | 'address-protected'
  | 'address-quota'
  | 'address-still-binding'
  | 'address-with-packages'
  | 'charge-type-by-usage'
  | 'conversion-not-offered'
  | 'conversion-target'
  | 'conversion-vpc-attached'
  | 'conversion-vpc-interface'
  | 'conversion-with-packages'
  | 'conversion-shared-packages'
  | 'converting-address-busy'
  | 'converting-forward-busy'
  | 'converting-forward-quota'
  | 'converting-route-busy'
  | 'converting-snat-busy'
  | 'converting-snat-quota'
  | 'default-route-exists'
  | 'delete-forward-busy'
  | 'delete-snat-busy'
  | 'delete-with-addresses'
  | 'delete-with-forward'
  | 'delete-with-packages'
  | 'delete-with-snat'
  | 'dry-run'
  | 'enhanced-not-sold'
  | 'enhanced-out-of-stock'
  | 'enhanced-quota'
  | 'enhanced-unauthorized'
  | 'forward-busy'
  | 'forward-duplicated'
  | 'forward-external-not-here'
  | 'forward-external-not-found'
  | 'forward-external-used-by-snat'
  | 'forward-instance-has-address'
  | 'forward-internal-outside'
  | 'forward-not-found'
  | 'forward-already-deleted'
  | 'forward-port-mapping'
  | 'forward-quota'
  | 'forward-same-address'
  | 'forward-table-not-found'
  | 'gateway-busy'
  | 'gateway-gone'
  | 'gateway-locked'
  | 'gateway-not-found'
  | 'gateway-prepaid'
  | 'gateway-protected'
  | 'gateway-quota'
  | 'normal-out-of-stock'
  | 'package-address-elsewhere'
  | 'package-address-unknown'
  | 'package-addresses-all'
  | 'package-addresses-quota'
  | 'package-locked'
  | 'package-not-found'
  | 'package-one-at-most'
  | 'package-quota'
  | 'package-used-by-forward'
  | 'package-used-by-snat'
  | 'parameter-malformed'
  | 'parameter-missing'
  | 'parameter-unsupported'
  | 'region-not-found'
  | 'route-quota'
  | 'service-role-forbidden'
  | 'shared-package-address-not-found'
  | 'shared-package-address-not-ready'
  | 'shared-package-in-use'
  | 'shared-package-not-found'
  | 'shared-package-protected'
  | 'snat-address-not-here'
  | 'snat-address-used-by-forward'
  | 'snat-addresses-not-shared'
  | 'snat-already-deleted'
  | 'snat-busy'
  | 'snat-cidr-conflict'
  | 'snat-cidr-outside'
  | 'snat-instance-has-address'
  | 'snat-not-found'
  | 'snat-pool-size'
  | 'snat-quota'
  | 'snat-source-duplicated'
  | 'snat-source-invalid'
  | 'snat-table-not-found'
  | 'spec-unchanged'
  | 'tag-resource-not-found'
  | 'token-mismatch'
  | 'vpc-creating'
  | 'vpc-not-found'
  | 'vpc-unusable'
  | 'vswitch-busy'
  | 'vswitch-full'
  | 'vswitch-not-found'
  | 'vswitch-not-in-vpc'
  | 'vswitch-with-virtual-address'
  | 'zone-not-found'
  | 'zone-without-addresses'
  | 'zone-without-addresses-anywhere';

/** What a message may name: `{name}` in a documented message is replaced by these. */
export type RefusalFacts = Readonly<Record<string, string>>;

export class Refusal extends Error {
  readonly rule: Rule;
  readonly facts: RefusalFacts;

  constructor(rule: Rule, facts: RefusalFacts = {}) {
    super(rule);
    this.name = 'Refusal';
    this.rule = rule;
    this.facts = facts;
  }
}

export function refuse(rule: Rule, facts?: RefusalFacts): never {
  throw new Refusal(rule, facts);
}

/** Refuses when a thing that was looked up is not there. */
export function found<T>(thing: T | undefined, rule: Rule, facts?: RefusalFacts): T {
  return thing === undefined ? refuse(rule, facts) : thing;
}
