import type { FaultSource } from '../../world/baidu/fault-source.ts';
import { Refusal } from '../../world/baidu/refusal.ts';
import type { Scope, World } from '../../world/baidu/world.ts';
import { parameterOf, type Url } from './url.ts';

/** One understood request on its way to the world. */
export interface Call {
  readonly world: World;
  readonly scope: Scope;
  readonly url: Url;
  /** Identifiers from the path, by the names the documents give them. */
  readonly ids: Readonly<Record<string, string>>;
  /** Parsed JSON; an empty object when there was no body. */
  readonly body: unknown;
  readonly faults: FaultSource;
}

/** Applies a call and returns the value of the answer's body; undefined answers nothing. */
export type Handler = (call: Call) => unknown;

export function idOf({ ids }: Call, name: string): string {
  return ids[name] ?? '';
}

export function queryOf({ url }: Call, name: string): string | undefined {
  const value = parameterOf(url, name);
  return value === '' ? undefined : value;
}

export interface Paging {
  readonly marker: string;
  readonly maxKeys: number;
}

export function pagingOf(call: Call): Paging {
  const maxKeys = queryOf(call, 'maxKeys') ?? '1000';
  if (!/^[1-9]\d{0,3}$/.test(maxKeys) || Number(maxKeys) > 1000) {
    throw new Refusal('value-invalid', 'maxKeys must be 1 to 1000.');
  }
  return { marker: queryOf(call, 'marker') ?? '', maxKeys: Number(maxKeys) };
}
