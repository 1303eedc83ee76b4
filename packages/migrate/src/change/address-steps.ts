import { type AttachFor, addressesOf, sameSize } from '@polynat/core';
import type { DocumentedAddress, GatewayDocument } from '../document.ts';
import { blocking, type Gap, lossy } from '../gap.ts';
import { type Stage, stage } from '../stage.ts';
import { attachment } from '../steps/address-attach.ts';
import { detachment } from '../steps/address-detach.ts';
import { usesOf } from '../translate/address-pools.ts';
import { refusedMeteringGap } from '../translate/addresses.ts';
import type { Target } from '../translate/target.ts';

type AddressStep = ReturnType<typeof attachment> | ReturnType<typeof detachment>;

/** How a gateway gets the addresses of a document. */
export interface AddressPlan {
  /** Before any rule changes. */
  readonly first: Stage;
  /** Where there is no room for new addresses beside the old: one after the other, once no rule needs those that leave. */
  readonly exchange: Stage;
  /** After all rules have changed. */
  readonly last: Stage;
  /** Addresses that leave in the exchange. */
  readonly freed: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
}

export function planAddresses(now: GatewayDocument, wanted: GatewayDocument, target: Target): AddressPlan {
  const ofPackages = new Set([...now.bandwidth, ...wanted.bandwidth].flatMap(({ addresses }) => addresses));
  const difference = (left: GatewayDocument, right: GatewayDocument): readonly string[] => {
    const known = new Set(right.addresses.map(({ ip }) => ip));
    return left.addresses.map(({ ip }) => ip).filter((ip) => !known.has(ip) && !ofPackages.has(ip));
  };
  const attach = attaching(difference(wanted, now), wanted, target);
  const detach = difference(now, wanted).map(detachment);
  const limits = limitsOf(wanted, target);
  const gaps = addressGaps(now, wanted, limits, target);
  const crowded = now.addresses.length + attach.length > limits.most;
  if (attach.length === 0 || detach.length === 0 || (limits.sideBySide && !crowded)) {
    return { ...arrange(attach, [], detach), freed: new Set(), gaps };
  }
  const freed = new Set(detach.map(({ args }) => args.ip));
  return { ...arrange([], exchange(attach, detach, now.addresses.length, limits), []), freed, gaps };
}

const arrange = (
  first: readonly AddressStep[],
  between: readonly AddressStep[],
  last: readonly AddressStep[],
) => ({
  first: stage('attach public IPs', first),
  exchange: stage('exchange public IPs', between, 1),
  last: stage('detach public IPs', last),
});

interface Limits {
  readonly least: number;
  readonly most: number;
  /** Whether an address can come while the one it replaces is still there. */
  readonly sideBySide: boolean;
}

function limitsOf({ gateway }: GatewayDocument, { capabilities }: Target): Limits {
  const fact = capabilities.features['addresses.attach'];
  const [least, maximum] = fact.supported ? [fact.minimum, fact.maximum] : [0, undefined];
  const most = addressesOf(gateway.size, capabilities.sizes) ?? maximum ?? Number.POSITIVE_INFINITY;
  return { least, most, sideBySide: capabilities.features['addresses.swap'].supported };
}

/** New ones come as soon as there is room; on clouds where they cannot stand beside the old, those go first. */
function exchange(
  attach: readonly AddressStep[],
  detach: readonly AddressStep[],
  existing: number,
  { least, most, sideBySide }: Limits,
): readonly AddressStep[] {
  const [coming, going] = [[...attach], [...detach]];
  const steps: AddressStep[] = [];
  let count = existing;
  while (coming.length > 0 || going.length > 0) {
    const mayCome = coming.length > 0 && count < most;
    const mayGo = going.length > 0 && count > least;
    const comes = mayCome && (sideBySide || !mayGo);
    const step = (comes || !mayGo ? coming.shift() : undefined) ?? going.shift();
    if (step) steps.push(step);
    count += step?.kind === 'address.attach' ? 1 : -1;
  }
  return steps;
}

function attaching(ips: readonly string[], wanted: GatewayDocument, { capabilities }: Target) {
  const uses = usesOf(wanted);
  const offer = capabilities.sizes.offers.find(({ size }) => sameSize(size, wanted.gateway.size));
  return ips.map((ip) => {
    const use = offer?.addressesPerPool === undefined ? 'both' : (uses.get(ip) ?? 'snat');
    const purpose: AttachFor = use === 'both' ? 'any' : use;
    return attachment({ sourceIp: ip, purpose }, ip);
  });
}

function addressGaps(
  now: GatewayDocument,
  wanted: GatewayDocument,
  { least, most }: Limits,
  target: Target,
): readonly Gap[] {
  const { alias, addresses } = target;
  const before = new Map(now.addresses.map((address) => [address.ip, address]));
  const free = new Set(addresses?.map(({ ip }) => ip));
  const single = wanted.addresses.flatMap((address, index): readonly Gap[] => {
    const [where, existing] = [`addresses.${index}`, before.get(address.ip)];
    if (!existing) {
      return free.has(address.ip)
        ? refusedMeteringGap(address.ip, where, target)
        : [notFree(address.ip, where, alias)];
    }
    return [
      ...(address.bandwidthMbps === existing.bandwidthMbps ? [] : [otherBandwidth(address.ip, where)]),
      ...otherMetering(address, existing, where),
    ];
  });
  const count = wanted.addresses.length;
  if (count >= least && count <= most) return single;
  const why = `a gateway of this size on ${alias} takes ${least} to ${most}`;
  const remedy = 'name as many in the document, or another size';
  return [...single, blocking('addresses', 'addresses', `${count} public IPs`, { why, remedy })];
}

function notFree(ip: string, where: string, alias: string): Gap {
  const why = `${alias} has no free public IP ${ip}`;
  const remedy = 'allocate a public IP first, or detach this one from its gateway';
  return blocking('addresses', where, `attaching ${ip}`, { why, remedy });
}

function otherBandwidth(ip: string, where: string): Gap {
  const why = 'a plan does not change the bandwidth of a public IP';
  const remedy = 'change it with the native API of the cloud, or write the present value into the document';
  return lossy('addresses', where, `the bandwidth of ${ip}`, { why, remedy });
}

function otherMetering(
  { ip, meteredBy }: DocumentedAddress,
  { meteredBy: now }: DocumentedAddress,
  where: string,
): readonly Gap[] {
  if (meteredBy === undefined || meteredBy === now) return [];
  const why = `it is metered by ${now ?? 'what the cloud does not tell'}, and a plan does not change that`;
  const remedy = 'change it in the console of the cloud, or write the present value into the document';
  return [lossy('address-metering', where, `metering ${ip} by ${meteredBy}`, { why, remedy })];
}
