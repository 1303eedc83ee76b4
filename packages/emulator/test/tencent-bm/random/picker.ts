import type { PartPick } from './commands.ts';
import type { ModelAddress, ModelGateway, ModelSubnet } from './model.ts';
import type { Part } from './rules.ts';
import type { Session } from './session.ts';

const UNKNOWN_IP = '203.0.113.9';
const OUTSIDE_IP = '10.99.99.9';
const UNKNOWN_SUBNET = 'subnet-00000000';

/**
 * The things a command's numbers stand for. Most of the time they suit the call, so that much of it is accepted: one
 * place in eight is anything at all, the one past the end of the list something that does not exist.
 */
export function picker({ model }: Session) {
  const vpcs = [...model.vpcs.keys()];
  const oneOf = <T>(place: number, suitable: readonly T[], all: readonly T[]): T | undefined => {
    const anything = place % 8 === 7 || suitable.length === 0;
    return anything ? all[place % (all.length + 1)] : suitable[place % suitable.length];
  };
  const addressesOf = (places: readonly number[], suitable: readonly ModelAddress[]) => [
    ...new Set(places.map((place) => oneOf(place, suitable, model.addresses))),
  ];
  const subnetOf = (place: number, suitable: (subnet: ModelSubnet) => boolean) =>
    oneOf(place, model.subnets.filter(suitable), model.subnets);
  return {
    vpc(place: number, gateway?: ModelGateway) {
      if (place === 11) return 'vpc-00000000';
      const other = gateway === undefined ? place >= 7 : place === 10;
      return (other ? vpcs[1] : (gateway?.vpc ?? vpcs[0])) ?? '';
    },
    gateway: (place: number) => oneOf(place, model.gateways, model.gateways),
    freeAddresses: (places: readonly number[], vpc: string, exclusive: number) =>
      addressesOf(
        places,
        model.addresses.filter(
          (each) => each.vpc === vpc && each.exclusive === exclusive && each.state === 'free',
        ),
      ),
    ownAddresses: (places: readonly number[], gateway: ModelGateway | undefined) =>
      addressesOf(places, gateway === undefined ? [] : model.addressesOf(gateway)),
    addresses: (places: readonly number[]) => addressesOf(places, model.addresses),
    subnets: (places: readonly number[], suitable: (subnet: ModelSubnet) => boolean) => [
      ...new Set(places.map((place) => subnetOf(place, suitable))),
    ],
    parts: (picks: readonly PartPick[], suitable: (subnet: ModelSubnet) => boolean) =>
      picks.map(({ subnet, ips }) => {
        const chosen = subnetOf(subnet, suitable);
        return { subnet: chosen, ips: [...new Set(ips.map((ip) => ipIn(chosen, ip)))] };
      }),
    /** Single addresses that are on the gateway already, but for one outside every subnet. */
    ownParts: (picks: readonly PartPick[], suitable: (subnet: ModelSubnet) => boolean) =>
      picks.map(({ subnet, ips }) => {
        const chosen = subnetOf(subnet, suitable);
        const own = [...(chosen?.joins.keys() ?? [])];
        const ipOfPlace = (ip: number) => (ip < 7 ? own[ip % own.length] : undefined) ?? ipIn(chosen, ip);
        return { subnet: chosen, ips: [...new Set(ips.map(ipOfPlace))] };
      }),
  };
}

const ipIn = (subnet: ModelSubnet | undefined, ip: number) =>
  ip === 7 ? OUTSIDE_IP : `${subnet?.prefix ?? '10.1.1'}.${10 + ip}`;

/** What a call names; for nothing, something that does not exist. */
export const ipOf = (address: ModelAddress | undefined) => address?.ip ?? UNKNOWN_IP;
export const idOf = (subnet: ModelSubnet | undefined) => subnet?.id ?? UNKNOWN_SUBNET;
export const v2Part = ({ subnet, ips }: Part) => ({ unSubnetId: idOf(subnet), ipList: ips });
export const v3Part = ({ subnet, ips }: Part) => ({ SubnetId: idOf(subnet), Ips: ips });
