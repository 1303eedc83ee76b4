import { createHash } from 'node:crypto';

const uid = '7f3a1c1e';
const token = createHash('sha256').update(`gateway of ${uid}`).digest('base64url');
const gateway = await nat
  .use('shop')
  .gateways.create({ name: 'egress', network: { vpc, subnet }, tags: { owner: uid } }, { token });
await nat.gateway(gateway.ref).wait({ until: 'available' });

export {};
