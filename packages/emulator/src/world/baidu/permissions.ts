import type { Gateway, GatewayState } from './model.ts';
import { Refusal } from './refusal.ts';

/** `describe` is renaming and protection, `change` whatever touches addresses, size or rules. */
type Action = 'describe' | 'change' | 'renew' | 'release';

const RESTING: readonly GatewayState[] = ['unconfigured', 'active'];
const STOPPED: readonly GatewayState[] = ['stopping', 'down', 'error'];

const permitted: Readonly<Record<Action, readonly GatewayState[]>> = {
  describe: [...RESTING, ...STOPPED],
  change: RESTING,
  renew: [...RESTING, ...STOPPED],
  release: [...RESTING, ...STOPPED],
};

export function requirePermission(gateway: Gateway, action: Action): void {
  if (permitted[action].includes(gateway.state)) return;
  throw new Refusal('not-allowed', `The gateway ${gateway.id} is ${gateway.state}.`);
}
