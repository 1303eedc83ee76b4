import { sourceKey } from '../rule-keys.ts';
import type { SnatPart } from './snat-part.ts';

/**
 * Where every rule leaves through every address, rules are one set of sources: each is there once, and none that another covers.
 */
export function mergeSources(parts: readonly SnatPart[]): readonly SnatPart[] {
  const whole = parts.find(({ source }) => 'network' in source);
  if (whole) return [whole];
  const united = new Map<string, SnatPart>();
  for (const part of parts) {
    const key = sourceKey(part.source);
    if (!united.has(key)) united.set(key, part);
  }
  return [...united.values()].filter(({ source }) => {
    const home = 'hosts' in source ? source.subnet : undefined;
    return home === undefined || !united.has(sourceKey({ subnet: home }));
  });
}
