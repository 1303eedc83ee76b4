import { id, list, text } from '@polynat/adapter-kit';
import * as z from 'zod';
import { nothing, page } from './answer.ts';
import { operation } from './operation.ts';
import { clientToken, identifier, name, paging, publicIps } from './schema.ts';

const source = z.union(
  [z.cidrv4(), z.ipv4(), z.cidrv6(), z.ipv6()],
  'must be an address or a block such as 192.168.1.0/24',
);

export const snatRuleModel = z.looseObject({
  ruleId: id,
  ruleName: text,
  publicIpsAddress: list(z.string()),
  sourceCIDR: text,
  status: text,
});
export type SnatRuleModel = z.output<typeof snatRuleModel>;

export const snatOperations = {
  /** https://cloud.baidu.com/doc/VPC/s/Iki4clqjv */
  CreateSnatRule: operation({
    name: 'CreateSnatRule',
    summary: 'Add an SNAT rule to a NAT gateway',
    service: 'bcc',
    method: 'POST',
    path: '/v1/nat/{natId}/snatRule',
    request: z.strictObject({
      natId: identifier,
      clientToken,
      ruleName: name,
      publicIpsAddress: publicIps,
      sourceCIDR: source,
    }),
    response: z.looseObject({ ruleId: id }),
    repeat: 'token',
  }),
  /** https://cloud.baidu.com/doc/VPC/s/oktlo8qfr: unlike its DNAT twin it has the gateway in the body. */
  BatchAddSnatRules: operation({
    name: 'BatchAddSnatRules',
    summary: 'Add several SNAT rules to a NAT gateway at once',
    service: 'bcc',
    method: 'POST',
    path: '/v1/nat/snatRule/batchCreate',
    request: z.strictObject({
      clientToken,
      natId: identifier,
      snatRules: z
        .array(z.strictObject({ ruleName: name.optional(), publicIpsAddress: publicIps, sourceCIDR: source }))
        .min(1, 'must hold at least one rule'),
    }),
    response: z.looseObject({ snatRuleIds: list(id) }),
    repeat: 'token',
  }),
  UpdateSnatRule: operation({
    name: 'UpdateSnatRule',
    summary: 'Change an SNAT rule in place',
    service: 'bcc',
    method: 'PUT',
    path: '/v1/nat/{natId}/snatRule/{ruleId}',
    request: z.strictObject({
      natId: identifier,
      ruleId: identifier,
      clientToken,
      ruleName: name.optional(),
      publicIpsAddress: publicIps.optional(),
      sourceCIDR: source.optional(),
    }),
    response: nothing,
    repeat: 'token',
  }),
  DeleteSnatRule: operation({
    name: 'DeleteSnatRule',
    summary: 'Delete an SNAT rule',
    service: 'bcc',
    method: 'DELETE',
    path: '/v1/nat/{natId}/snatRule/{ruleId}',
    request: z.strictObject({ natId: identifier, ruleId: identifier, clientToken }),
    response: nothing,
    repeat: 'token',
  }),
  /** https://cloud.baidu.com/doc/VPC/s/Pki4cq2nu */
  ListSnatRule: operation({
    name: 'ListSnatRule',
    summary: 'List the SNAT rules of a NAT gateway',
    service: 'bcc',
    method: 'GET',
    path: '/v1/nat/{natId}/snatRule',
    query: ['marker', 'maxKeys'],
    request: z.strictObject({ natId: identifier, ...paging }),
    response: z.looseObject({ ...page, rules: list(snatRuleModel) }),
    repeat: 'read',
    listing: 'rules',
  }),
};
