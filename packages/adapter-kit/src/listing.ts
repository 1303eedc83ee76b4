import { NatError } from '@polynat/core';
import type { ApiOperation } from './protocol.ts';

/** Without its list an answer says nothing: taken for an empty list, it would make everything look as if it were gone. */
export function requireListing(
  cloud: string,
  { name, listing }: Pick<ApiOperation, 'name' | 'listing'>,
  answer: unknown,
): void {
  if (listing === undefined || listing.split('.').reduce(member, answer) !== undefined) return;
  throw new NatError('protocol', `the answer has no ${listing}`, {
    field: listing,
    outcome: 'unknown',
    provider: { cloud, operation: name },
    remedy: 'check proxies and firewalls between this machine and the cloud',
  });
}

/** Some clouds wrap a record into a list of one, and tell an empty one as an empty list. */
function member(part: unknown, name: string): unknown {
  if (Array.isArray(part)) return part.length === 0 ? part : member(part[0], name);
  return typeof part === 'object' && part !== null && name in part ? Object(part)[name] : undefined;
}
