import { join } from 'node:path';
import { openPostgres } from '@polynat/engine-postgres';
import { runProcessConformance } from '@polynat/testkit/engine';
import { Pool } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { PostgresServer } from './postgres.ts';

let server: PostgresServer;
let pool: Pool;
let schemas = 0;

beforeAll(async () => {
  server = await PostgresServer.start();
  pool = new Pool({ connectionString: server.url });
}, 60_000);

afterAll(async () => {
  await pool?.end();
  await server?.stop();
}, 60_000);

runProcessConformance('PostgreSQL', {
  program: join(process.env.POLYNAT_TEST_STORES ?? '', 'postgres.js'),
  death: 'by heartbeat',
  openPlace: async () => {
    const schema = `processes ${++schemas}`;
    const { store } = await openPostgres({ connection: pool, schema });
    return {
      place: { connection: server.url, schema },
      store,
      setHeartbeats: async (fromNow) =>
        void (await pool.query(
          `UPDATE "${schema}".session SET beat = clock_timestamp() + make_interval(secs => $1)`,
          [fromNow / 1_000],
        )),
      dispose: async () => void (await pool.query(`DROP SCHEMA "${schema}" CASCADE`)),
    };
  },
});
