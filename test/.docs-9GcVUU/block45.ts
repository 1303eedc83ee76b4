import { createEngine } from '@polynat/engine';
import { openPostgres } from '@polynat/engine-postgres';

const postgres = await openPostgres({ connection: 'postgresql://polynat@db.internal/polynat' });
const engine = createEngine({ store: postgres.store });
const rateLimiter = postgres.rateLimiter({ perSecond: 10, workers: 3 });

const leaving = new AbortController();
process.once('SIGTERM', () => leaving.abort());
await engine.work({ signal: leaving.signal });
await engine.close();
await postgres.close();

export {};
