import { id, list, number, text } from '@polynat/adapter-kit';
import * as z from 'zod';
import { nothing, page } from './answer.ts';
import { operation } from './operation.ts';
import { clientToken, identifier, name, paging, publicIp, whole } from './schema.ts';

const port = whole(1, 65_535).optional();
const portRange = z
  .string()
  .regex(/^\d{1,5}-\d{1,5}$/, 'must be two ports such as 80-90')
  .refine((range) => {
    const [from = 0, to = 0] = range.split('-').map(Number);
    return from >= 1 && from <= to && to <= 65_535;
  }, 'must rise from 1 to 65535')
  .optional();

const ports = {
  publicPort: port,
  privatePort: port,
  publicPortRange: portRange,
  privatePortRange: portRange,
};

interface Ports {
  readonly protocol?: 'TCP' | 'UDP' | 'all' | undefined;
  readonly publicPort?: number | undefined;
  readonly privatePort?: number | undefined;
  readonly publicPortRange?: string | undefined;
  readonly privatePortRange?: string | undefined;
}

const protocol = z.enum(['TCP', 'UDP', 'all'], 'must be TCP, UDP or all');

const hasSingle = ({ publicPort, privatePort }: Ports) => (publicPort ?? privatePort) !== undefined;
const hasRange = ({ publicPortRange, privatePortRange }: Ports) =>
  (publicPortRange ?? privatePortRange) !== undefined;

function portsFit(rule: Ports, context: z.RefinementCtx): void {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if (hasSingle(rule) && hasRange(rule)) refuse('publicPortRange', 'excludes publicPort and privatePort');
  if (rule.protocol === 'all' && (hasSingle(rule) || hasRange(rule)))
    refuse('protocol', 'all goes without ports');
}

function portsComplete(rule: Ports, context: z.RefinementCtx): void {
  portsFit(rule, context);
  const single = rule.publicPort !== undefined && rule.privatePort !== undefined;
  const range = rule.publicPortRange !== undefined && rule.privatePortRange !== undefined;
  if (rule.protocol === 'all' || single || range) return;
  const message = 'must be given with privatePort, or both ranges, for TCP and UDP';
  context.addIssue({ code: 'custom', path: ['publicPort'], message });
}

const rule = {
  ruleName: name.optional(),
  publicIpAddress: publicIp,
  privateIpAddress: publicIp,
  protocol,
  ...ports,
};

export const dnatRuleModel = z.looseObject({
  ruleId: id,
  ruleName: text,
  publicIpAddress: text,
  privateIpAddress: text,
  protocol: text,
  publicPort: number,
  privatePort: number,
  publicPortRange: text,
  privatePortRange: text,
  status: text,
});
export type DnatRuleModel = z.output<typeof dnatRuleModel>;

export const dnatOperations = {
  CreateDnatRule: operation('CreateDnatRule', 'POST /v1/nat/{natId}/dnatRule', {
    summary: 'Add a DNAT rule to a NAT gateway',
    request: () => z.strictObject({ natId: identifier, clientToken, ...rule }).superRefine(portsComplete),
    response: () => z.looseObject({ ruleId: id }),
  }),
  BatchAddDnatRules: operation('BatchAddDnatRules', 'POST /v1/nat/{natId}/dnatRule/batchCreate', {
    summary: 'Add several DNAT rules to a NAT gateway at once',
    request: () =>
      z.strictObject({
        natId: identifier,
        clientToken,
        rules: z.array(z.strictObject(rule).superRefine(portsComplete)).min(1, 'must hold at least one rule'),
      }),
    response: () => z.looseObject({ ruleIds: list(id) }),
  }),
  UpdateDnatRule: operation('UpdateDnatRule', 'PUT /v1/nat/{natId}/dnatRule/{ruleId}', {
    summary: 'Change a DNAT rule in place',
    request: () =>
      z
        .strictObject({
          natId: identifier,
          ruleId: identifier,
          clientToken,
          ruleName: name.optional(),
          publicIpAddress: publicIp.optional(),
          privateIpAddress: publicIp.optional(),
          protocol: protocol.optional(),
          ...ports,
        })
        .superRefine(portsFit),
    response: nothing,
  }),
  DeleteDnatRule: operation('DeleteDnatRule', 'DELETE /v1/nat/{natId}/dnatRule/{ruleId}', {
    summary: 'Delete a DNAT rule',
    request: () => z.strictObject({ natId: identifier, ruleId: identifier, clientToken }),
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/Hki4cf6bf */
  ListDnatRule: operation('ListDnatRule', 'GET /v1/nat/{natId}/dnatRule', {
    summary: 'List the DNAT rules of a NAT gateway',
    listing: 'rules',
    request: () => z.strictObject({ natId: identifier, ...paging }),
    response: () => z.looseObject({ ...page, rules: list(dnatRuleModel) }),
  }),
};
