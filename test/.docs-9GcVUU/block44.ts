import { createEngine, fileStore } from '@polynat/engine';

const engine = createEngine({ store: fileStore('./runs') });
engine.operation('gateway.renew', { run: async () => null });
engine.procedure('renew', 1, async (run, gateway) =>
  run.do({ name: 'renew', kind: 'gateway.renew', args: gateway }),
);
engine.procedure('inventory', 1, async () => null);

// One run a night, whoever is there; those that were missed are made up for by one.
engine.schedule('nightly', {
  cron: '0 2 * * *',
  timeZone: 'Asia/Shanghai',
  procedure: 'inventory',
  input: null,
});
// Left to whoever can have the lock first.
await engine.enqueue('renew', 'ngw-1', { id: 'renew-ngw-1', locks: ['ngw-1'] });

const leaving = new AbortController();
process.once('SIGTERM', () => leaving.abort());
await engine.work({ signal: leaving.signal, concurrency: 20 });
await engine.close(); // what is under way comes to its end; other workers take over the rest

export {};
