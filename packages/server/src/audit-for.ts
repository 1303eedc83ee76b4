import type { AuditLog, AuditReading, AuditRecord, Principal } from '@polynat/access';
import { NatError } from '@polynat/core';
import type { CloudReads } from './reading/cloud-reads.ts';

/** What a principal may see of the audit log: all of it, or what it did itself and what concerns the clouds of its scope. */
export async function auditFor(
  { audit, reads }: { readonly audit: AuditLog; readonly reads: CloudReads },
  principal: Principal,
): Promise<AuditReading> {
  if (!audit.read)
    throw new NatError('unsupported', 'this audit log cannot be read here', {
      remedy: 'read it where its listeners send it',
    });
  const reading = await audit.read();
  const { scope } = principal;
  if (!scope?.aliases && !scope?.networks) return reading;
  const own = reads.aliases(principal);
  const isWithin = ({ cloud }: AuditRecord): boolean =>
    cloud?.split(', ').every((alias) => own.includes(alias)) ?? false;
  // A record names no network, so whoever is limited to some sees what it did itself.
  const isVisible = (record: AuditRecord): boolean =>
    record.who === principal.id || (!scope.networks && isWithin(record));
  return { ...reading, records: reading.records.filter(isVisible) };
}
