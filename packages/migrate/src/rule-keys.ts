import type { DnatSpec, SnatSource, SnatSpec } from '@polynat/core';

/** What a SNAT source covers, so that two spellings of one source have one key. */
export function sourceKey(source: SnatSource): string {
  if ('hosts' in source) return `hosts ${[...source.hosts].sort().join()}`;
  if ('subnet' in source) return `subnet ${source.subnet}`;
  return 'network' in source ? 'network' : `cidr ${source.cidr}`;
}

/** Whether a rule that stands leaves as a spec asks. One that does not name addresses asks for whatever the cloud does. */
export const leavesAlike = (
  standing: Pick<SnatSpec, 'through'>,
  { through }: Pick<SnatSpec, 'through'>,
): boolean => !through || [...(standing.through ?? [])].sort().join() === [...through].sort().join();

/** Whether two DNAT rules lead to the same place. */
export const leadsAlike = (left: Pick<DnatSpec, 'private'>, right: Pick<DnatSpec, 'private'>): boolean =>
  endpoint(left) === endpoint(right);

const endpoint = ({ private: { address, ports } }: Pick<DnatSpec, 'private'>): string =>
  JSON.stringify([address, ports === 'any' ? ports : [ports.from, ports.to]]);
