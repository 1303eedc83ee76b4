export { type AuditReading, readAudit, type Verification, verifyAudit } from './audit-file.ts';
export { type AuditListener, type AuditLog, type AuditOptions, auditLog } from './audit-log.ts';
export type { AuditEntry, AuditRecord } from './audit-record.ts';
export {
  type Action,
  allow,
  type Decision,
  deny,
  type Effect,
  effects,
  needsApproval,
  type Policy,
  type RolePolicyOptions,
  rolePolicy,
  spends,
} from './policy.ts';
export { mayUseAlias, mayUseNetwork, type Principal, type Role, roles, type Scope } from './principal.ts';
