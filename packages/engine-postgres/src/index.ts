export { openPostgres, type Postgres, type PostgresOptions } from './open-postgres.ts';
export type { Queries } from './queries.ts';
export type { SharedRateOptions } from './rate-limiter.ts';
