import { sourceKey } from '../rule-keys.ts';
import type { SnatPart } from './snat.ts';

/**
 * Where every rule leaves through every address, rules are one set of sources: what another covers is left out, and hosts of one
 * subnet join it together, as such clouds keep them.
 */
export function unite(parts: readonly SnatPart[]): readonly SnatPart[] {
  const whole = parts.find(({ source }) => 'network' in source);
  if (whole) return [whole];
  const united = new Map<string, SnatPart>();
  for (const part of parts) {
    const key = groupOf(part);
    const before = united.get(key);
    united.set(key, before ? withHostsOf(before, part) : part);
  }
  return [...united.values()].filter((part) => !united.has(homeOf(part)));
}

const groupOf = ({ source }: SnatPart): string =>
  'hosts' in source && source.subnet !== undefined ? `hosts of ${source.subnet}` : sourceKey(source);

/** The key of the subnet whose hosts these are. */
const homeOf = ({ source }: SnatPart): string =>
  'hosts' in source && source.subnet !== undefined ? sourceKey({ subnet: source.subnet }) : '';

function withHostsOf(part: SnatPart, other: SnatPart): SnatPart {
  if (!('hosts' in part.source) || !('hosts' in other.source)) return part;
  return {
    ...part,
    source: { ...part.source, hosts: [...new Set([...part.source.hosts, ...other.source.hosts])] },
  };
}
