import type { Capabilities, Features, SizeFacts, SizeOffer } from '@polynat/core';
import type { Generation } from './codec/gateway.ts';
import { conversionRegions } from './operations/conversion.ts';
import { descriptionRule, entryNameRule, nameRule } from './operations/schema.ts';

const reference = 'NAT Gateway API reference, 2020-09-25';
const help = 'https://www.alibabacloud.com/help/en';
const create = `${help}/vpc/developer-reference/api-vpc-2016-04-28-createnatgateway`;
const snatPage = `${help}/vpc/developer-reference/api-vpc-2016-04-28-createsnatentry`;
const dnatPage = `${help}/vpc/developer-reference/api-vpc-2016-04-28-createforwardentry`;
const eipPage = `${help}/eip/developer-reference/api-vpc-2016-04-28-allocateeipaddress`;
const sharedPage = `${help}/internet-shared-bandwidth/developer-reference/api-vpc-2016-04-28-createcommonbandwidthpackage`;
const quotas = `${help}/nat-gateway/product-overview/limits`;

const renewalRemedy =
  'renew in the billing console, or call RenewInstance or SetRenewal of BssOpenApi (2017-12-14)';

/** What differs from driver to driver: the region, and the kind of gateway the user has chosen. */
export interface Setting {
  readonly region: string;
  readonly generation?: Generation | undefined;
}

export const capabilities = (setting: Setting): Capabilities => ({ features: features(setting), sizes });

const yes = (source: string) => ({ supported: true, source }) as const;

const features = ({ region, generation }: Setting): Features => ({
  'gateways.create': {
    ...yes(create),
    perNetwork: 5,
    subnet: generation === 'normal' ? 'unused' : 'required',
    ...(generation === undefined && { subnetBySize: { tier: 'unused' } }),
    addresses: 'unused',
    names: nameRule,
    named: false,
  },
  'gateways.filter': {
    ...yes(`${help}/nat-gateway/developer-reference/api-vpc-2016-04-28-describenatgateways-natgws`),
    ids: 1,
    name: 'whole',
    network: true,
    states: ['available', 'deleting'],
    tags: { by: 'value', maximum: 20 },
  },
  'gateways.rename': { ...yes(`${reference}, ModifyNatGatewayAttribute`), names: nameRule },
  'gateways.description': { ...yes(`${reference}, ModifyNatGatewayAttribute`), texts: descriptionRule },
  'gateways.outbound-limit': {
    supported: false,
    reason: 'bandwidth belongs to the public IPs, not to a gateway',
    remedy: 'choose the bandwidth of each public IP, or let several draw from one shared bandwidth',
    source: eipPage,
  },
  'gateways.icmp-reply': { ...yes(create), order: true, change: true },
  'gateways.affinity': {
    supported: false,
    reason: 'each SNAT rule chooses whether its hosts keep one public IP',
    remedy: 'set `affinity` on the SNAT rules',
    source: snatPage,
  },
  'gateways.bind-mode': { ...yes(create), order: ['multi', 'nat'], change: ['nat'] },
  'gateways.resize': { ...yes(`${reference}, ModifyNatGatewaySpec`), direction: 'both', sizes: tierSizes },
  'gateways.convert': convert(region),
  'gateways.protect': yes(`${help}/vpc/developer-reference/api-vpc-2016-04-28-deletionprotection`),
  'gateways.delete': {
    ...yes(`${reference}, DeleteNatGateway`),
    takes: ['rules', 'addresses', 'packages'],
  },
  'gateways.create.tags': { ...yes(create), maximum: 20 },
  'gateways.tags': { ...yes(create), maximum: 20 },
  'addresses.attach': { ...yes(quotas), minimum: 0, maximum: 20 },
  'addresses.allocate': {
    ...yes(eipPage),
    meteredBy: { traffic: { from: 1, to: 200 }, bandwidth: { from: 1, to: 500 } },
  },
  'addresses.release': yes(`${help}/eip/developer-reference/api-vpc-2016-04-28-releaseeipaddress`),
  'addresses.swap': yes(`${help}/vpc/developer-reference/api-vpc-2016-04-28-associateeipaddress`),
  'addresses.pools': {
    supported: false,
    reason: 'addresses are bound to the gateway, and each rule names those it uses',
    remedy: 'attach the address for any use, and name it in the rule',
    source: reference,
  },
  'snat.rules': { ...yes(quotas), nested: false },
  'snat.source.cidr': yes(snatPage),
  'snat.source.subnet': yes(snatPage),
  'snat.source.hosts': {
    supported: false,
    reason: 'a rule has one source block, not a list of hosts',
    remedy: 'add one rule per host, with its address and /32 as the source',
    source: snatPage,
  },
  'snat.source.network': {
    supported: false,
    reason: 'a rule has one source block, and a VPC may have several',
    remedy: 'add one rule per block of the VPC; `networks.list` tells them',
    source: snatPage,
  },
  'snat.through': { ...yes(snatPage), shared: true },
  'snat.addAll.atomic': {
    supported: false,
    reason: 'a request adds one rule',
    remedy: 'leave `atomic` out, and read the result of each rule',
    source: snatPage,
  },
  'snat.replace': yes(`${reference}, ModifySnatEntry`),
  'snat.affinity': yes(snatPage),
  'snat.names': { ...yes(snatPage), names: entryNameRule, required: false },
  'dnat.rules': { ...yes(`${reference}, CreateForwardEntry`), perGateway: 100 },
  'dnat.any': { ...yes(dnatPage), exclusive: true },
  'dnat.ranges': yes(dnatPage),
  'dnat.ranges.unequal': {
    supported: false,
    reason: 'both sides of a range must be equally long',
    remedy: 'map ranges of equal length, or port by port',
    source: dnatPage,
  },
  'dnat.addAll.atomic': {
    supported: false,
    reason: 'a request adds one rule',
    remedy: 'leave `atomic` out, and read the result of each rule',
    source: dnatPage,
  },
  'dnat.replace': yes(`${reference}, ModifyForwardEntry`),
  'dnat.names': { ...yes(dnatPage), names: entryNameRule },
  'dnat.port-break': yes(dnatPage),
  'billing.on-demand': yes(create),
  'billing.prepaid': {
    ...yes(`${reference}, CreateNatGateway`),
    terms: { months: [1, 2, 3, 4, 5, 6, 7, 8, 9], years: [1, 2, 3] },
  },
  'billing.renew': {
    supported: false,
    reason: 'this API has no call that renews a gateway',
    remedy: renewalRemedy,
    source: `${help}/user-center/developer-reference/api-bssopenapi-2017-12-14-renewinstance`,
  },
  'billing.auto-pay': yes(`${reference}, CreateNatGateway`),
  'bandwidth.packages': { ...yes(`${reference}, CreateBandwidthPackage`), perGateway: 4, addresses: 50 },
  'bandwidth.convert': yes(`${reference}, ConvertBandwidthPackage`),
  /** The figures of the China site; what the quota of an account or another site has less of, the service refuses. */
  'bandwidth.shared': {
    ...yes(sharedPage),
    meteredBy: { bandwidth: { from: 1, to: 20_000 } },
    names: nameRule,
    texts: descriptionRule,
    addresses: 100,
    perRequest: { join: 10, leave: 1 },
  },
  /** Quotas belong to another product, Quota Center. */
  'account.availability': {
    ...yes(
      `${help}/nat-gateway/developer-reference/api-vpc-2016-04-28-listenhanhcednatgatewayavailablezones`,
    ),
    tells: ['zones'],
  },
  'networks.list': yes(`${help}/vpc/developer-reference/api-vpc-2016-04-28-describevpcs`),
  'networks.routes': {
    supported: false,
    reason:
      'the first gateway of a VPC gets the route of its subnets by itself; other routes belong to another API',
    remedy: 'look at the route tables of the VPC in the console',
    source: create,
  },
  'writes.token': yes(`${help}/vpc/developer-reference/how-to-ensure-idempotence`),
});

const convert = (region: string): Features['gateways.convert'] =>
  conversionRegions.includes(region)
    ? { ...yes(`${reference}, UpdateNatGatewayNatType`), from: 'normal', to: 'enhanced' }
    : {
        supported: false,
        reason: `conversion is not offered in ${region}`,
        remedy: `create an Enhanced gateway and move the rules to it; conversion is offered in ${conversionRegions.join(', ')}`,
        source: `${reference}, UpdateNatGatewayNatType`,
      };

const sizePages = `${reference}, ModifyNatGatewaySpec; ${help}/nat-gateway/product-overview/what-is-nat-gateway`;

/** Sizes limit SNAT connections only. */
const tierOffers: readonly SizeOffer[] = [
  { size: { tier: 'small' }, connections: 10_000 },
  { size: { tier: 'medium' }, connections: 50_000 },
  { size: { tier: 'large' }, connections: 200_000 },
  { size: { tier: 'xlarge' }, connections: 1_000_000 },
];

/** A gateway has its tier for as long as it is paid by tier; ModifyNatGatewaySpec knows nothing else. */
const tierSizes: SizeFacts = { offers: tierOffers, source: sizePages };

/**
 * New gateways are paid by usage; tiers are sold to accounts that had them before. One paid by usage begins with 500 000
 * connections and grows by itself.
 */
const sizes: SizeFacts = {
  offers: [
    ...tierOffers.map((offer) => ({ ...offer, retired: true }) as const),
    { size: { metered: true }, connections: 2_000_000 },
  ],
  source: sizePages,
};
