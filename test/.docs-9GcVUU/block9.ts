const leaving = nat.gateway('shop:cn-hangzhou/ngw-1');
const { items } = await leaving.delete({ cascade: true, dryRun: true });
for (const { summary, end, by } of items) console.log(summary, end, by);
await leaving.delete({ cascade: true, token: 'finalizer-7f3a1c1e' });

export {};
