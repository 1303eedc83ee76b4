import { NatError } from '@polynat/core';
import { createEngine, fileStore } from '@polynat/engine';

const engine = createEngine({ store: fileStore('./runs') });

// How each kind of operation is done, looked up and taken back.
const rules = new Set<string>();
engine.operation('rule.add', {
  run: async (rule) => {
    rules.add(String(rule));
    return { rule };
  },
  probe: async (rule) => (rules.has(String(rule)) ? { rule } : undefined),
  undo: async (rule) => {
    rules.delete(String(rule));
  },
});
engine.operation('gateway.renew', {
  run: async () => {
    throw new NatError('quota-exceeded', 'no more renewals this month', { remedy: 'ask for a higher quota' });
  },
});

// The order of operations. It is replayed after every restart, so it does nothing itself.
engine.procedure('migrate', 1, async (run, ports) => {
  const list = Array.isArray(ports) ? ports : [];
  await run.all(
    list.map((port) => ({ name: `rule/${port}`, kind: 'rule.add', args: `tcp ${port}` })),
    { concurrency: 4 },
  );
  return run.do({ name: 'renew', kind: 'gateway.renew', args: { months: 1 } });
});

const run = await engine.start('migrate', [80, 443], { id: 'plan-5f0c', locks: ['source', 'target'] });
for await (const event of run.events()) {
  if ('name' in event) console.log(event.type, event.name);
}
console.log(await run.wait()); // failed: the renewal was refused, both rules are in place
const back = await engine.rollBack('plan-5f0c');
console.log(await back.wait(), rules.size); // rolled-back, 0
await engine.close();

export {};
