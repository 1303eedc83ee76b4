import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { createNat, fromEnvironment } from '@polynat/core';
import { tencentBm } from '@polynat/tencent-bm';

const nat = createNat({
  shop: alibaba({ region: 'cn-hangzhou', credentials: fromEnvironment() }),
  search: baidu({ region: 'bj', credentials: fromEnvironment() }),
  legacy: tencentBm({ region: 'ap-guangzhou', credentials: fromEnvironment() }),
});
for await (const gateway of nat.gateways.list()) console.log(`${gateway.ref}`, gateway.state);
await nat.use('search').gateway('search:bj/nat-bir8biqwr45e').renew({ months: 3 });
await nat
  .use('legacy')
  .gateway('legacy:ap-guangzhou/vpc-1/nat-1')
  .resize({ atLeast: { connections: 2_000_000 } });

export {};
