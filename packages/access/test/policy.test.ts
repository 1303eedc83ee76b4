import { describe, expect, it } from 'vitest';
import { type Action, type Principal, type Role, rolePolicy, spends } from '../src/index.ts';

const holder = (...roles: readonly Role[]): Principal => ({ id: 'alice', roles });
const action = (given: Partial<Action> = {}): Action => ({
  ...{ kind: 'write', name: 'gateways.create', effects: ['buys'], clouds: ['shop'] },
  ...given,
});
const decisions = (of: Action, policy = rolePolicy()) =>
  (['viewer', 'operator', 'buyer', 'approver'] as const).map((role) => policy(of, holder(role)));
const [yes, no] = [{ decision: 'allow' }, expect.objectContaining({ decision: 'deny' })];

describe('the policy of roles', () => {
  it('lets everybody read, operators change, buyers spend and approvers approve', () => {
    expect(decisions(action({ kind: 'read', effects: [] }))).toEqual([yes, yes, yes, yes]);
    expect(decisions(action({ name: 'snat.add', effects: [] }))).toEqual([no, yes, yes, no]);
    expect(decisions(action())).toEqual([no, no, yes, no]);
    expect(decisions(action({ kind: 'approve', effects: [] }))).toEqual([no, no, no, yes]);
  });

  it('names the role that is missing', () => {
    expect(rolePolicy()(action(), holder('viewer'))).toEqual({
      decision: 'deny',
      reason: 'gateways.create needs the role buyer',
    });
  });

  it('asks a second person about what has effects, if so configured', () => {
    const policy = rolePolicy({ approvals: 'second-person' });
    expect(policy(action(), holder('buyer'))).toEqual({ decision: 'needs-approval' });
    expect(policy(action({ effects: [] }), holder('buyer'))).toEqual(yes);
  });

  it('denies clouds outside the scope', () => {
    const scoped = { ...holder('buyer'), scope: { aliases: ['search'] } };
    expect(rolePolicy()(action(), scoped)).toEqual({ decision: 'deny', reason: 'alice may not use shop' });
  });

  it('counts what is bought, extended or repriced as spending', () => {
    expect([spends(['buys']), spends(['extends']), spends(['reprices']), spends(['deletes'])]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
