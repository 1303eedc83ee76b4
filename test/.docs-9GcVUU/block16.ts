import type { Cloud } from '@polynat/core';

export async function letOut(cloud: Cloud, gateway: string, vpc: string, subnetId: string) {
  const subnet = await cloud.networks.subnets(vpc).find(({ id }) => id === subnetId);
  if (!subnet) throw new Error(`${vpc} has no subnet ${subnetId}`);
  const source = cloud.can('snat.source.subnet') ? { subnet: subnet.id } : { cidr: subnet.cidr };
  return cloud.gateway(gateway).snat.add({ source });
}

export {};
