import { createEngine } from '@polynat/engine';
import { openPostgres } from '@polynat/engine-postgres';
import { runEngineConformance, runStoreConformance, type StoreHarness } from '@polynat/testkit/engine';
import { Pool } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { PostgresServer } from './postgres.ts';

let server: PostgresServer;
let pool: Pool;
let schemas = 0;

beforeAll(async () => {
  server = await PostgresServer.start();
  pool = new Pool({ connectionString: server.url, max: 20 });
}, 60_000);

afterAll(async () => {
  await pool?.end();
  await server?.stop();
}, 60_000);

const harness: StoreHarness = {
  openStore: async () => {
    const schema = `test ${++schemas}`;
    const { store } = await openPostgres({ connection: pool, schema });
    return { store, dispose: async () => void (await pool.query(`DROP SCHEMA "${schema}" CASCADE`)) };
  },
};

runStoreConformance('PostgreSQL', harness);
runEngineConformance('PostgreSQL', { createEngine, ...harness });
