import { isDeepStrictEqual } from 'node:util';

type Expected<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | undefined };
type Defined<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that have a value: what was not given is not sent. */
export const defined = <Fields extends object>(fields: Fields): Defined<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>;

/** Whether a record shows what is expected of it; what was not asked for is not compared. */
export const matches = <Fields extends object>(expected: Expected<Fields>, seen: Fields): boolean =>
  Object.entries(defined(expected)).every(([name, value]) =>
    isDeepStrictEqual(value, seen[name as keyof Fields]),
  );
