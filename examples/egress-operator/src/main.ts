import { readFileSync, writeFileSync } from 'node:fs';
import { seconds, systemClock } from '@polynat/core';
import { connect } from '@polynat/example-connect';
import { type Egress, type EgressStatus, reconcile } from './operator.ts';

const [ref = '', file = 'egress.json'] = process.argv.slice(2);
const read = (): Egress[] => JSON.parse(readFileSync(file, 'utf8'));
const store = {
  list: async () => read(),
  async save(uid: string, status: EgressStatus | undefined) {
    const kept = read().filter((egress) => egress.uid !== uid || status);
    const resources = kept.map((egress) => (egress.uid === uid && status ? { ...egress, status } : egress));
    writeFileSync(file, `${JSON.stringify(resources, null, 2)}\n`);
  },
};

const nat = await connect();
const gateway = nat.gateway(ref);
for (;;) {
  for (const { egress, error } of await reconcile(nat.cloud(gateway.ref.cloud), gateway, store))
    console.error(`${egress.namespace}: ${error.message}`);
  await systemClock.sleep(seconds(30));
}
