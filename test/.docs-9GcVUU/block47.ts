import { fromEnvironment } from '@polynat/core';
import { alibaba } from '@polynat/alibaba';
import { baidu } from '@polynat/baidu';
import { cloudModule, NAT, natModule } from '@polynat/inversify';
import { Container } from 'inversify';

const container = new Container();
container.load(
  natModule(),
  cloudModule('shop', alibaba, { region: 'cn-hangzhou', credentials: fromEnvironment() }),
  cloudModule('search', baidu, { region: 'bj', credentials: fromEnvironment() }),
);

const nat = container.get(NAT);
for await (const gateway of nat.gateways.list()) console.log(`${gateway.ref}`, gateway.state);

await container.unbindAllAsync(); // closes every driver's connections

export {};
