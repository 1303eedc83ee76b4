import type { Scenario } from './bending.ts';
import { eipScenarios } from './eips.ts';
import { gatewayScenarios } from './gateways.ts';
import { listScenarios } from './lists.ts';
import { neighbourScenarios } from './neighbours.ts';
import { requestScenarios } from './requests.ts';
import { ruleScenarios } from './rules.ts';

/** By name, as errors/tencent-vpc.json refers to them. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...requestScenarios,
  ...listScenarios,
  ...gatewayScenarios,
  ...ruleScenarios,
  ...eipScenarios,
  ...neighbourScenarios,
};
