import type { SnatRule } from '@polynat/core';
import type { RuleModel } from '../operations/schema.ts';

export const decodeRule = (model: RuleModel): SnatRule => ({
  id: model.id,
  source: { cidr: model.block },
  through: model.ips,
  state: model.state === 'READY' ? 'available' : 'pending',
  providerState: model.state,
  native: model,
});
