import { mayUseAlias, type Principal, type Role } from './principal.ts';

/**
 * What an action does beside changing a setting or a rule. `reprices`: what the resource costs changes, as with a resize.
 */
export const effects = ['buys', 'extends', 'reprices', 'deletes', 'changes-addresses', 'cuts-over'] as const;

export type Effect = (typeof effects)[number];

const spending: readonly Effect[] = ['buys', 'extends', 'reprices'];

/** Whether an action with these effects spends money. */
export const spends = (of: readonly Effect[]): boolean => of.some((effect) => spending.includes(effect));

/** What somebody wants to do. */
export interface Action {
  readonly kind: 'read' | 'write' | 'approve';
  /** Example: `gateways.resize`, `plans.apply`, `runs.roll-back`. */
  readonly name: string;
  readonly effects: readonly Effect[];
  /** Aliases it touches. */
  readonly clouds: readonly string[];
  /** The gateway, where there is one. */
  readonly ref?: string;
}

export type Decision =
  | { readonly decision: 'allow' }
  | { readonly decision: 'deny'; readonly reason: string }
  | { readonly decision: 'needs-approval' };

export const allow: Decision = { decision: 'allow' };
export const needsApproval: Decision = { decision: 'needs-approval' };
export const deny = (reason: string): Decision => ({ decision: 'deny', reason });

export type Policy = (action: Action, principal: Principal) => Decision | Promise<Decision>;

export interface RolePolicyOptions {
  /** `second-person`: whatever needs the role buyer also needs the approval of somebody else. */
  readonly approvals?: 'none' | 'second-person';
}

/** Decides by roles and scope. */
export const rolePolicy =
  ({ approvals = 'none' }: RolePolicyOptions = {}): Policy =>
  (action, principal) => {
    const foreign = action.clouds.find((alias) => !mayUseAlias(principal, alias));
    if (foreign !== undefined) return deny(`${principal.id} may not use ${foreign}`);
    const needed = rolesFor(action);
    if (!needed.some((role) => principal.roles.includes(role)))
      return deny(`${action.name} needs the role ${needed.join(' or ')}`);
    return approvals === 'second-person' && action.effects.length > 0 ? needsApproval : allow;
  };

function rolesFor({ kind, effects: has }: Action): readonly Role[] {
  if (kind === 'approve') return ['approver'];
  if (kind === 'read') return ['viewer', 'operator', 'buyer', 'approver'];
  return has.length > 0 ? ['buyer'] : ['operator', 'buyer'];
}
