import { createNat, fromEnvironment } from '@polynat/core';
import { tencentBm } from '@polynat/tencent-bm';

const nat = createNat({ legacy: tencentBm({ region: 'ap-guangzhou', credentials: fromEnvironment() }) });

const gateway = await nat.use('legacy').gateways.create({
  name: 'shop_1',
  network: { vpc: 'vpc-kd7d06of' },
  addresses: ['118.89.24.81'],
});
const handle = nat.use('legacy').gateway(gateway.ref);
await handle.snat.add({ source: { subnet: 'subnet-8pca7qqf' } });
await handle.resize({ atLeast: { connections: 2_000_000 } });

export {};
