import * as z from 'zod';
import type { Json } from '../model/json.ts';

/** As it would be read back in another process; members left undefined are gone. */
export const plainJson = (value: unknown): Json => z.json().parse(JSON.parse(JSON.stringify(value ?? {})));
