import type { DnatSpec, SnatSource, SnatSpec } from '@polynat/core';

/** What a SNAT source covers, so that two spellings of one source have one key. */
export function sourceKey(source: SnatSource): string {
  if ('hosts' in source) return `hosts ${[...source.hosts].sort().join()}`;
  if ('subnet' in source) return `subnet ${source.subnet}`;
  return 'network' in source ? 'network' : `cidr ${source.cidr}`;
}

/** Whether a rule uses the public IPs that a spec asks for. One that names none takes whatever the cloud chooses. */
export const samePublicIps = (
  existing: Pick<SnatSpec, 'through'>,
  { through }: Pick<SnatSpec, 'through'>,
): boolean => !through || [...(existing.through ?? [])].sort().join() === [...through].sort().join();

/** Whether two DNAT rules forward to the same private host and ports. */
export const sameDestination = (left: Pick<DnatSpec, 'private'>, right: Pick<DnatSpec, 'private'>): boolean =>
  endpoint(left) === endpoint(right);

const endpoint = ({ private: { address, ports } }: Pick<DnatSpec, 'private'>): string =>
  JSON.stringify([address, ports === 'any' ? ports : [ports.from, ports.to]]);
