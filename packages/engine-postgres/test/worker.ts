import { openPostgres } from '@polynat/engine-postgres';
import { runTaskProcess } from '@polynat/testkit/engine';
import * as z from 'zod';

const placeSchema = z.strictObject({
  connection: z.string(),
  schema: z.string(),
  staleAfter: z.exactOptional(z.number()),
});

/** The program of the process suite, on PostgreSQL. */
await runTaskProcess(async (place) => {
  const { connection, schema, staleAfter } = placeSchema.parse(place);
  return (await openPostgres({ connection, schema, ...(staleAfter !== undefined && { staleAfter }) })).store;
});
