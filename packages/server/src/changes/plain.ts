import { type Json, json } from '@polynat/engine';

/** A result as JSON, without the providers' own records: journals keep it, and answers show it. */
export const plain = (value: unknown): Json =>
  json(JSON.parse(JSON.stringify(value ?? null, (name, member) => (name === 'native' ? undefined : member))));
