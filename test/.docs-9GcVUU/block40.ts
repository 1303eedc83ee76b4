import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { createNat, fromEnvironment, minutes, NatError } from '@polynat/core';

const nat = createNat({
  shop: alibaba({ region: 'cn-hangzhou', credentials: fromEnvironment() }),
  search: baidu({ region: 'bj', credentials: fromEnvironment() }),
});

for await (const gateway of nat.gateways.list({ state: 'available' }))
  console.log(`${gateway.ref}`, gateway.name);

const resizing = nat
  .gateway('shop:cn-hangzhou/ngw-1')
  .resize({ atLeast: { connections: 100_000 } }, { within: minutes(10) });
resizing.onProgress((event) => console.error(event));
try {
  const gateway = await resizing;
  console.log(gateway.size);
} catch (error) {
  if (NatError.is(error, 'unsupported')) console.error(error.remedy);
  else throw error;
}

export {};
