import { NAT, token } from '@polynat/inversify';

const COUNT = token<() => Promise<number>>('my-app/count');
container
  .bind(COUNT)
  .toResolvedValue((nat) => async () => (await nat.gateways.list().toArray()).length, [NAT])
  .inSingletonScope();

export {};
