import { parseAddress } from '../../../common/ipv4.ts';
import { expiryOf, type Term } from '../../../world/alibaba/billing.ts';
import { createGateway } from '../../../world/alibaba/creation.ts';
import { subscriptionTerms } from '../../../world/alibaba/limits.ts';
import type { ChargeType, NatType, PricingCycle } from '../../../world/alibaba/model.ts';
import type { PackageDescription } from '../../../world/alibaba/packages.ts';
import { refuse } from '../../../world/alibaba/refusal.ts';
import { findRegion } from '../../../world/alibaba/regions.ts';
import { operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { malformed, missing, type ParametersOf, unsupported } from '../parameters.ts';
import { readTags } from './tag-parameters.ts';

const parameters = {
  ...rules.region,
  VpcId: rules.required(rules.text()),
  VSwitchId: rules.text(),
  Name: rules.text(),
  Description: rules.text(),
  ...rules.token,
  Spec: rules.oneOf(...rules.specs),
  NatType: rules.oneOf('Normal', 'Enhanced'),
  InstanceChargeType: rules.oneOf(...rules.chargeTypes),
  PricingCycle: rules.oneOf('Month', 'Year'),
  Duration: rules.integer(1),
  AutoPay: rules.boolean(),
  InternetChargeType: rules.oneOf('PayBySpec', 'PayByLcu'),
  NetworkType: rules.oneOf('internet', 'intranet'),
  NatIp: rules.text(),
  EipBindMode: rules.oneOf('MULTI_BINDED', 'NAT'),
  IcmpReplyEnabled: rules.boolean(),
  Tag: rules.objects(20),
  BandwidthPackage: rules.objects(Number.MAX_SAFE_INTEGER),
} as const;

type Given = ParametersOf<typeof parameters>;

export const createNatGateway = operation({
  name: 'CreateNatGateway',
  parameters,
  run({ world, call }, given) {
    const natType = natTypeOf(given);
    checkTexts(given, natType);
    if (natType === 'Enhanced' && given.VSwitchId === undefined) missing('VSwitchId');
    const networkType = networkTypeOf(given, natType);
    const chargeType: ChargeType = given.InstanceChargeType === 'PrePaid' ? 'PrePaid' : 'PostPaid';
    const natPackage = packageOf(given);
    const wanted = {
      regionId: given.RegionId,
      vpcId: given.VpcId,
      vSwitchId: given.VSwitchId,
      name: given.Name ?? '',
      description: given.Description ?? '',
      spec: given.Spec ?? 'Small',
      natType,
      chargeType,
      internetChargeType: meteringOf(given, natType, networkType),
      expires: chargeType === 'PrePaid' ? expiryOf(world.clock.calendar(), termOf(given)) : undefined,
      autoPay: chargeType === 'PrePaid' && given.AutoPay === true,
      eipBindMode: given.EipBindMode ?? 'MULTI_BINDED',
      icmpReply: given.IcmpReplyEnabled ?? true,
      tags: readTags(given.Tag),
      networkType,
      privateAddress: privateAddressOf(given, natType),
    };
    const gateway = createGateway(world, call, wanted, natPackage);
    return {
      NatGatewayId: gateway.id,
      SnatTableIds: { SnatTableId: [gateway.snat.id] },
      ForwardTableIds: { ForwardTableId: [gateway.forward.id] },
      ...(natPackage && { BandwidthPackageIds: { BandwidthPackageId: [...gateway.packageIds] } }),
    };
  },
});

function natTypeOf(given: Given): NatType {
  if (given.NatType !== undefined) return given.NatType === 'Enhanced' ? 'Enhanced' : 'Normal';
  return findRegion(given.RegionId)?.enhancedByDefault === true ? 'Enhanced' : 'Normal';
}

/** Normal gateways answer with the older codes of the two the documents list for each fault. */
function checkTexts({ Name, Description }: Given, natType: NatType): void {
  const variant = (name: string) => (natType === 'Normal' ? `${name} of Normal` : name);
  if (Name !== undefined && !rules.name.test(Name)) malformed('Name', variant('Name'));
  if (Description !== undefined && !rules.freeDescription.test(Description)) {
    malformed('Description', variant('Description'));
  }
}

/** Today's gateways only may lead to private networks, and they are paid by usage, after use. */
function networkTypeOf(given: Given, natType: NatType): 'internet' | 'intranet' {
  if (given.NetworkType !== 'intranet') return 'internet';
  if (natType === 'Normal') unsupported('NetworkType');
  if (given.InstanceChargeType === 'PrePaid') unsupported('InstanceChargeType');
  if (given.InternetChargeType === 'PayBySpec') unsupported('InternetChargeType');
  if (given.EipBindMode !== undefined) unsupported('EipBindMode');
  if (given.BandwidthPackage !== undefined) unsupported('BandwidthPackage');
  return 'intranet';
}

function privateAddressOf({ NatIp }: Given, natType: NatType): number | undefined {
  if (NatIp === undefined) return undefined;
  if (natType === 'Normal') unsupported('NatIp');
  return parseAddress(NatIp) ?? malformed('NatIp');
}

function meteringOf({ InternetChargeType }: Given, natType: NatType, networkType: string): string {
  if (networkType === 'intranet') return 'PayByLcu';
  const byUsage = InternetChargeType === 'PayByLcu';
  if (byUsage && natType !== 'Enhanced') refuse('charge-type-by-usage');
  return InternetChargeType ?? 'PayBySpec';
}

/** A subscription needs its unit, its length and a word on who pays. */
function termOf({ Duration, AutoPay, PricingCycle }: Given): Term {
  const unit = PricingCycle ?? missing('PricingCycle');
  const length = Duration ?? missing('Duration');
  if (AutoPay === undefined) missing('AutoPay');
  const cycle: PricingCycle = unit === 'Year' ? 'Year' : 'Month';
  return length <= subscriptionTerms[cycle] ? { cycle, length } : unsupported('Duration');
}

/** The form from before 2017, in which a gateway came with its bandwidth package. */
function packageOf({ BandwidthPackage: packages }: Given): PackageDescription | undefined {
  if (packages === undefined) return undefined;
  const [natPackage = {}, ...more] = packages;
  if (more.length > 0) refuse('package-one-at-most');
  const isp = natPackage.ISP ?? 'BGP';
  if (isp !== 'BGP') unsupported('BandwidthPackage.ISP');
  return {
    bandwidth: numberIn(natPackage, 'Bandwidth', 5),
    ipCount: numberIn(natPackage, 'IpCount', 1),
    isp,
    internetChargeType: natPackage.InternetChargeType ?? 'PayByTraffic',
    zoneId: natPackage.Zone,
    name: '',
    description: '',
  };
}

function numberIn(natPackage: Readonly<Record<string, string>>, name: string, otherwise: number): number {
  const text = natPackage[name] ?? String(otherwise);
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : malformed(`BandwidthPackage.${name}`);
}
