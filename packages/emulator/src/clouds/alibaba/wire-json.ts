import type { Fields } from './wire.ts';

export const jsonType = 'application/json;charset=utf-8';

export function writeJson(fields: Fields): string {
  return JSON.stringify(fields);
}
