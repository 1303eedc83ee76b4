import { minutes } from '@polynat/core';

const resizing = nat.gateway('legacy:ap-guangzhou/vpc-1/nat-1').resize({ tier: 'large' });
await resizing.accepted;
const stored = JSON.stringify(resizing);

// elsewhere, later, with the same aliases
const resumed = nat.resume(JSON.parse(stored), { within: minutes(10) });
console.log(await resumed);

export {};
