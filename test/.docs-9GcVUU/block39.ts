import { auditLog, rolePolicy, verifyAudit } from '@polynat/access';

const policy = rolePolicy({ approvals: 'second-person' });
const alice = { id: 'alice@example.com', roles: ['operator'], scope: { aliases: ['shop'] } } as const;
const action = { kind: 'write', name: 'gateways.create', effects: ['buys'], clouds: ['shop'] } as const;
console.log(await policy(action, alice)); // deny: gateways.create needs the role buyer

const audit = auditLog({ folder: '.polynat' });
await audit.append({ who: alice.id, via: 'server', event: 'denied', action: action.name, cloud: 'shop' });
console.log((await verifyAudit('.polynat')).records);

export {};
