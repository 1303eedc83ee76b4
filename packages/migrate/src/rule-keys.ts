import type { SnatSource } from '@polynat/core';

/** What a SNAT source covers, so that two spellings of one source have one key. */
export function sourceKey(source: SnatSource): string {
  if ('hosts' in source) return `hosts ${[...source.hosts].sort().join()}`;
  if ('subnet' in source) return `subnet ${source.subnet}`;
  return 'network' in source ? 'network' : `cidr ${source.cidr}`;
}
