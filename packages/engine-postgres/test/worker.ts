import { createEngine } from '@polynat/engine';
import { openPostgres } from '@polynat/engine-postgres';
import { Pool } from 'pg';

/** A real process that works on what is ready until the run has ended for it, and tells how. It never outlives its parent. */
process.on('disconnect', () => process.exit(1));

const [url = '', waitsAt = ''] = process.argv.slice(2);
const pool = new Pool({ connectionString: url });
const postgres = await openPostgres({ connection: url });
const engine = createEngine({ store: postgres.store });

/** The cloud is a table: what it saw survives every process. */
engine.operation('call', {
  run: async (name, { token }) => {
    await pool.query('INSERT INTO calls (name, token) VALUES ($1, $2)', [name, token]);
    while (name === waitsAt && (await pool.query('SELECT FROM released')).rows.length === 0);
    return name;
  },
});
engine.procedure('plan', 1, async (run) => {
  for (const name of ['a', 'b', 'c']) await run.do({ name, kind: 'call', args: name });
  return 'ended';
});

const { runs } = await engine.catchUp();
const outcomes = await Promise.all(runs.map((run) => run.wait()));
process.send?.(outcomes, () => process.exit(0));
