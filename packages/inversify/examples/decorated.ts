import { type Clock, minutes, type Nat, systemClock } from '@polynat/core';
import { CLOCK, driverModule, NAT, natModule } from '@polynat/inversify';
import { memoryDriver } from '@polynat/testkit';
import { Container, inject, injectable } from 'inversify';

/** A class of an application that is written with decorators. It needs `experimentalDecorators`, but no emitted metadata. */
@injectable()
class Inventory {
  readonly #nat: Nat;
  readonly #clock: Clock;

  constructor(@inject(NAT) nat: Nat, @inject(CLOCK) clock: Clock) {
    this.#nat = nat;
    this.#clock = clock;
  }

  async report(): Promise<string> {
    const gateways = await this.#nat.gateways.list(undefined, { within: minutes(1) }).toArray();
    const year = new Date(this.#clock.now()).getUTCFullYear() >= 2024 ? 'today' : 'long ago';
    return `${gateways.length} gateway ${year}: ${gateways.map(({ name }) => name).join(', ')}`;
  }
}

const container = new Container();
container.bind(CLOCK).toConstantValue(systemClock);
container.bind(Inventory).toSelf();
container.load(
  natModule(),
  driverModule('shop', (runtime) => memoryDriver(runtime)),
);

await container
  .get(NAT)
  .use('shop')
  .gateways.create({ name: 'egress', network: { vpc: 'vpc-main' } });
console.log(await container.get(Inventory).report());
await container.unbindAllAsync();
