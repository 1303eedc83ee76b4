import { readFileSync } from 'node:fs';
import { driftFromState, readState, requireDocument, stateGateway } from '@polynat/terraform';

const shown: unknown = JSON.parse(readFileSync('state.json', 'utf8'));
const gateway = stateGateway(readState(shown), 'module.edge.alicloud_nat_gateway.main');
const document = requireDocument(gateway);
for (const { address, steps, unmanaged } of await driftFromState(nat, shown))
  console.log(address, steps, unmanaged);

export {};
