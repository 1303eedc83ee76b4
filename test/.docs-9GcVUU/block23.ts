import { alibaba } from '@polynat/alibaba';
import { createNat, minutes, onDemand } from '@polynat/core';
import type { EmulatorConnection } from '@polynat/emulator';

const answer = await fetch(`${process.env.POLYNAT_EMULATOR}/_emulator`);
const emulator = (await answer.json()) as EmulatorConnection;
const { regionId, vpcId, vSwitchId } = emulator.networks.alibaba;
const nat = createNat({
  shop: alibaba({ region: regionId, credentials: emulator.credentials.alibaba, endpoint: emulator.url }),
});

const gateway = await nat
  .use('shop')
  .gateways.create(
    { name: 'second', network: { vpc: vpcId, subnet: vSwitchId }, billing: onDemand() },
    { within: minutes(5) },
  );
console.log(`${gateway.ref} is ${gateway.state}`);

const handle = nat.gateway(gateway.ref);
const address = await nat.use('shop').addresses.allocate();
await handle.addresses.attach(address.ip);
await handle.snat.add({ source: { cidr: '10.1.16.0/20' } });
for await (const rule of handle.snat.list()) console.log(rule.source, rule.through, rule.state);
await nat.close();

export {};
