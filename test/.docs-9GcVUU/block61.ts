import { createNat, fromEnvironment } from '@polynat/core';
import { baidu } from '@polynat/baidu';

const nat = createNat({ search: baidu({ region: 'bj', credentials: fromEnvironment() }) });

for await (const gateway of nat.gateways.list())
  console.log(`${gateway.ref}`, gateway.state, gateway.billing);

const handle = nat.gateway('search:bj/nat-bir8biqwr45e');
await handle.snat.add({ source: { cidr: '192.168.8.0/24' } });
const billing = await handle.renew({ months: 3 }); // spends money; settles with the new expiry

export {};
