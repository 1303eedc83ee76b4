/** 10 000 gateways with 100 000 rules, per cloud in its own words, and how many VPCs they need by its quotas. */
export const GATEWAYS = 10_000;
export const RULES = 100_000;

const perGateway = RULES / GATEWAYS;
const places = (count: number) => Array.from({ length: count }, (_, index) => index);

export function alibabaFleet(gateways: number): unknown {
  const fleet = {
    region: 'cn-qingdao',
    gateways,
    addresses: 2,
    snat: perGateway / 2,
    forward: perGateway / 2,
  };
  return { alibaba: { fleets: [fleet] } };
}

export function baiduFleet(gateways: number): unknown {
  const vpcs = places(Math.ceil(gateways / 100)).map((vpc) => ({ name: `fleet-${vpc}`, gatewayQuota: 100 }));
  const rules = places(perGateway / 2);
  const members = places(gateways).map((index) => ({
    name: `fleet-${index}`,
    vpc: `fleet-${Math.floor(index / 100)}`,
    cuNum: 1,
    bindEips: 2,
    snatRules: rules.map((rule) => ({ ruleName: `snat-${rule}`, sourceCIDR: `10.0.${rule}.0/24` })),
    dnatRules: rules.map((rule) => ({
      ruleName: `dnat-${rule}`,
      address: 1,
      privateIpAddress: `10.0.0.${rule + 1}`,
      protocol: 'TCP',
      publicPort: String(1000 + rule),
      privatePort: String(1000 + rule),
    })),
  }));
  return { baidu: { vpcs, gateways: members } };
}

export function vpcFleet(gateways: number): unknown {
  const half = perGateway / 2;
  return { tencentVpc: { fleets: [{ region: 'ap-shanghai', gateways, eips: 2, snat: half, dnat: half }] } };
}

/** A rule of BM is a subnet that is joined, or a single address of one: nine addresses and a subnet per gateway. */
export function tencentFleet(gateways: number): unknown {
  const perVpc = 5;
  const vpcs = places(Math.ceil(gateways / perVpc)).map((vpc) => ({
    region: 'ap-guangzhou',
    cidr: '10.0.0.0/16',
    name: `fleet-${vpc}`,
    subnets: places(2 * perVpc).map((index) => ({ name: `s${index}`, cidr: `10.0.${index}.0/24` })),
    eips: places(perVpc).map((index) => ({ ip: addressOf(vpc * perVpc + index) })),
    gateways: places(perVpc).map((index) => ({
      name: `fleet_${vpc}_${index}`,
      eips: [addressOf(vpc * perVpc + index)],
      subnets: [`s${index}`],
      ips: [
        {
          subnet: `s${perVpc + index}`,
          ips: places(perGateway - 1).map((ip) => `10.0.${perVpc + index}.${ip + 10}`),
        },
      ],
    })),
  }));
  return { tencentBm: { vpcs } };
}

function addressOf(index: number): string {
  return `198.19.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}
