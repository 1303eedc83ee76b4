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
  CreateSnatRule: operation('CreateSnatRule', 'POST /v1/nat/{natId}/snatRule', {
    summary: 'Add an SNAT rule to a NAT gateway',
    request: () =>
      z.strictObject({
        natId: identifier,
        clientToken,
        ruleName: name,
        publicIpsAddress: publicIps,
        sourceCIDR: source,
      }),
    response: () => z.looseObject({ ruleId: id }),
  }),
  /** https://cloud.baidu.com/doc/VPC/s/oktlo8qfr: unlike its DNAT twin it has the gateway in the body. */
  BatchAddSnatRules: operation('BatchAddSnatRules', 'POST /v1/nat/snatRule/batchCreate', {
    summary: 'Add several SNAT rules to a NAT gateway at once',
    request: () =>
      z.strictObject({
        clientToken,
        natId: identifier,
        snatRules: z
          .array(
            z.strictObject({ ruleName: name.optional(), publicIpsAddress: publicIps, sourceCIDR: source }),
          )
          .min(1, 'must hold at least one rule'),
      }),
    response: () => z.looseObject({ snatRuleIds: list(id) }),
  }),
  UpdateSnatRule: operation('UpdateSnatRule', 'PUT /v1/nat/{natId}/snatRule/{ruleId}', {
    summary: 'Change an SNAT rule in place',
    request: () =>
      z.strictObject({
        natId: identifier,
        ruleId: identifier,
        clientToken,
        ruleName: name.optional(),
        publicIpsAddress: publicIps.optional(),
        sourceCIDR: source.optional(),
      }),
    response: nothing,
  }),
  DeleteSnatRule: operation('DeleteSnatRule', 'DELETE /v1/nat/{natId}/snatRule/{ruleId}', {
    summary: 'Delete an SNAT rule',
    request: () => z.strictObject({ natId: identifier, ruleId: identifier, clientToken }),
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/Pki4cq2nu */
  ListSnatRule: operation('ListSnatRule', 'GET /v1/nat/{natId}/snatRule', {
    summary: 'List the SNAT rules of a NAT gateway',
    listing: 'rules',
    request: () => z.strictObject({ natId: identifier, ...paging }),
    response: () => z.looseObject({ ...page, rules: list(snatRuleModel) }),
  }),
};
