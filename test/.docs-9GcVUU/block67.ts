import { createNat, fromEnvironment } from '@polynat/core';
import { tencentVpc } from '@polynat/tencent-vpc';

const nat = createNat({ shop: tencentVpc({ region: 'ap-guangzhou', credentials: fromEnvironment() }) });

const { ip } = await nat.use('shop').addresses.allocate({ bandwidthMbps: 100, meteredBy: 'traffic' });
const gateway = await nat.use('shop').gateways.create({
  name: 'egress',
  network: { vpc: 'vpc-0yi4hekt' },
  addresses: [ip],
});
const handle = nat.use('shop').gateway(gateway.ref);
await handle.snat.add({ source: { subnet: 'subnet-0yi4hekt' }, through: [ip] });

export {};
