import { createNat, fromEnvironment } from '@polynat/core';
import { alibaba } from '@polynat/alibaba';

const nat = createNat({ shop: alibaba({ region: 'cn-hangzhou', credentials: fromEnvironment() }) });
const { ref } = await nat.use('shop').gateways.create({ name: 'egress', network: { vpc, subnet } });
const gateway = nat.gateway(ref);
const { ip } = await nat.use('shop').addresses.allocate({ bandwidthMbps: 5 });
await gateway.addresses.attach(ip);
await gateway.snat.add({ source: { cidr: '10.0.8.0/24' }, through: [ip] });

export {};
