import { id, list, number, text, truth } from '@polynat/adapter-kit';
import * as z from 'zod';
import { nothing, page, tagModels } from './answer.ts';
import { operation } from './operation.ts';
import {
  clientToken,
  flag,
  identifier,
  name,
  paging,
  publicIp,
  publicIps,
  purchase,
  tags,
  whole,
} from './schema.ts';

/** A gateway as listed and read. Older answers spell the expiry `expireTime`. */
export const natModel = z.looseObject({
  id,
  name: text,
  natType: text,
  vpcId: text,
  spec: text,
  cuNum: number,
  eips: list(z.string()),
  dnatEips: list(z.string()),
  bindEips: list(z.string()),
  status: text,
  paymentTiming: text,
  expiredTime: text,
  expireTime: text,
  createTime: text,
  tags: tagModels,
  deleteProtect: truth,
});
export type NatModel = z.output<typeof natModel>;

const timeout = whole(1, 86_400).optional();
const orderFields = z.strictObject({
  clientToken,
  name,
  vpcId: identifier,
  spec: z.enum(['small', 'medium', 'large'], 'must be small, medium or large').optional(),
  cuNum: whole(1, 100).optional(),
  eips: publicIps.optional(),
  dnatEips: publicIps.optional(),
  bindEips: publicIps.optional(),
  billing: purchase,
  ipVersion: z.enum(['v4', 'v6'], 'must be v4 or v6').optional(),
  sessionConfig: z
    .strictObject({ tcpTimeout: timeout, udpTimeout: timeout, icmpTimeout: timeout })
    .optional(),
  tags: tags.optional(),
  resourceGroupId: z.string().min(1).optional(),
  deleteProtect: flag.optional(),
});

const order = orderFields.superRefine((fields, context) => {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if ((fields.spec === undefined) === (fields.cuNum === undefined))
    refuse('spec', 'must be given for a normal gateway, or cuNum for an enhanced one, not both');
  if (fields.cuNum !== undefined && (fields.eips ?? fields.dnatEips) !== undefined)
    refuse('eips', 'is for normal gateways; an enhanced one takes bindEips');
  if (fields.spec !== undefined && fields.bindEips !== undefined)
    refuse('bindEips', 'is for enhanced gateways; a normal one takes eips and dnatEips');
});

export const gatewayOperations = {
  /** https://cloud.baidu.com/doc/VPC/s/Xjwvyul3d */
  CreateNat: operation('CreateNat', 'POST /v1/nat', {
    summary: 'Order a NAT gateway: normal with spec, enhanced with cuNum',
    request: () => order,
    response: () => z.looseObject({ natId: id }),
  }),
  /** https://cloud.baidu.com/doc/VPC/s/Tjwvyukbd */
  ListNat: operation('ListNat', 'GET /v1/nat', {
    summary: 'List the NAT gateways of a VPC',
    listing: 'nats',
    request: () =>
      z.strictObject({
        vpcId: identifier,
        natId: identifier.optional(),
        name: z.string().min(1).optional(),
        ip: publicIp.optional(),
        ...paging,
      }),
    response: () => z.looseObject({ ...page, nats: list(natModel) }),
  }),
  /** https://cloud.baidu.com/doc/VPC/s/Mjwvyuj7m */
  GetNat: operation('GetNat', 'GET /v1/nat/{natId}', {
    summary: 'Read one NAT gateway',
    request: () => z.strictObject({ natId: identifier }),
    response: () => natModel,
  }),
  ModifyNat: operation('ModifyNat', 'PUT /v1/nat/{natId}', {
    summary: 'Rename a NAT gateway',
    request: () => z.strictObject({ natId: identifier, clientToken, name }),
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/yjwvyujjq */
  ReleaseNat: operation('ReleaseNat', 'DELETE /v1/nat/{natId}', {
    summary: 'Release a NAT gateway: on demand, or prepaid and expired',
    request: () => z.strictObject({ natId: identifier, clientToken }),
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/wlqg2w659 */
  ResizeNat: operation('ResizeNat', 'PUT /v1/nat/{natId}?resize', {
    summary: 'Change the capacity units of an enhanced NAT gateway',
    request: () => z.strictObject({ natId: identifier, clientToken, cuNum: whole(1, 100) }),
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/plzkmsori */
  UpdateNatReleaseProtectionSwitch: operation(
    'UpdateNatReleaseProtectionSwitch',
    'PUT /v1/nat/{natId}/deleteProtect',
    {
      summary: 'Turn the release protection of a NAT gateway on or off',
      request: () => z.strictObject({ natId: identifier, clientToken, deleteProtect: flag }),
      response: nothing,
    },
  ),
};
