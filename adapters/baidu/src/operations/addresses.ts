import { id, list, number, text } from '@polynat/adapter-kit';
import * as z from 'zod';
import { nothing, page } from './answer.ts';
import { operation } from './operation.ts';
import {
  clientToken,
  flag,
  identifier,
  name,
  paging,
  paymentTiming,
  publicIp,
  publicIps,
  reservation,
  tags,
  whole,
} from './schema.ts';

/** An address as the EIP service lists it (https://cloud.baidu.com/doc/EIP/s/Mjwvz2wnn). */
export const eipModel = z.looseObject({
  name: text,
  eip: id,
  eipId: text,
  status: text,
  eipInstanceType: text,
  instanceType: text,
  instanceId: text,
  /** Empty for a plain address. */
  shareGroupId: text,
  bandwidthInMbps: number,
  paymentTiming: text,
  billingMethod: text,
});
export type EipModel = z.output<typeof eipModel>;

/** Six operations share one path: the query key says bind or unbind, the body which pool of addresses is meant. */
const binding = {
  service: 'bcc',
  method: 'PUT',
  path: '/v1/nat/{natId}',
  response: nothing,
  repeat: 'token',
} as const;
const bind = { ...binding, action: 'bind' } as const;
const unbind = { ...binding, action: 'unbind' } as const;

const snatPool = z.strictObject({ natId: identifier, clientToken, eips: publicIps });
const dnatPool = z.strictObject({ natId: identifier, clientToken, dnatEips: publicIps });
const onePool = z.strictObject({ natId: identifier, clientToken, bindEips: publicIps });

export const addressOperations = {
  /** https://cloud.baidu.com/doc/VPC/s/Ljwvyujy8 */
  BindSnatEip: operation({
    ...bind,
    name: 'BindSnatEip',
    summary: 'Bind addresses for SNAT to a normal NAT gateway',
    request: snatPool,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/qjwvyuigl */
  UnbindSnatEip: operation({
    ...unbind,
    name: 'UnbindSnatEip',
    summary: 'Unbind addresses for SNAT from a normal NAT gateway',
    request: snatPool,
  }),
  BindDnatEip: operation({
    ...bind,
    name: 'BindDnatEip',
    summary: 'Bind addresses for DNAT to a normal NAT gateway',
    request: dnatPool,
  }),
  UnbindDnatEip: operation({
    ...unbind,
    name: 'UnbindDnatEip',
    summary: 'Unbind addresses for DNAT from a normal NAT gateway',
    request: dnatPool,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/rm2mn4jsu */
  NatBindEip: operation({
    ...bind,
    name: 'NatBindEip',
    summary: 'Bind addresses to an enhanced NAT gateway; they serve SNAT and DNAT',
    request: onePool,
  }),
  NatUnBindEip: operation({
    ...unbind,
    name: 'NatUnBindEip',
    summary: 'Unbind addresses from an enhanced NAT gateway',
    request: onePool,
  }),
  /** https://cloud.baidu.com/doc/EIP/s/Pjwvz30qy: filters combine. */
  QueryEipList: operation({
    name: 'QueryEipList',
    summary: 'List elastic IP addresses',
    service: 'eip',
    method: 'GET',
    path: '/v1/eip',
    query: [
      'ipVersion',
      'eip',
      'instanceType',
      'instanceId',
      'name',
      'status',
      'eipIds',
      'marker',
      'maxKeys',
    ],
    request: z
      .strictObject({
        ipVersion: z.enum(['ipv4', 'ipv6'], 'must be ipv4 or ipv6').optional(),
        eip: publicIp.optional(),
        instanceType: z.enum(['BCC', 'BBC', 'DCC', 'ENI', 'BLB', 'NAT', 'VPN']).optional(),
        instanceId: identifier.optional(),
        name: z.string().min(1).optional(),
        status: z.enum(['available', 'binded', 'paused'], 'must be available, binded or paused').optional(),
        /** Several ids are joined by commas. */
        eipIds: z.string().min(1).optional(),
        ...paging,
      })
      .refine(({ instanceId, instanceType }) => instanceId === undefined || instanceType !== undefined, {
        path: ['instanceType'],
        message: 'must be given together with instanceId',
      }),
    response: z.looseObject({ ...page, eipList: list(eipModel) }),
    repeat: 'read',
    listing: 'eipList',
  }),
  /** https://cloud.baidu.com/doc/EIP/s/Wjwvz30fv */
  ApplyForEip: operation({
    name: 'ApplyForEip',
    summary: 'Order an elastic IP address',
    service: 'eip',
    method: 'POST',
    path: '/v1/eip',
    request: z.strictObject({
      clientToken,
      name: name.optional(),
      ipVersion: z.enum(['ipv4', 'ipv6'], 'must be ipv4 or ipv6').optional(),
      routeType: z.enum(['BGP', 'BGP_S'], 'must be BGP or BGP_S').optional(),
      bandwidthInMbps: whole(1, 5000),
      billing: z.strictObject({
        paymentTiming,
        billingMethod: z.enum(['ByTraffic', 'ByBandwidth'], 'must be ByTraffic or ByBandwidth').optional(),
        reservation: reservation.optional(),
      }),
      tags: tags.optional(),
      resourceGroupId: z.string().min(1).optional(),
      autoRenewTimeUnit: z.enum(['month', 'year'], 'must be month or year').optional(),
      autoRenewTime: whole(1, 9).optional(),
      deleteProtect: flag.optional(),
    }),
    response: z.looseObject({ eip: id }),
    repeat: 'token',
  }),
  ReleaseEip: operation({
    name: 'ReleaseEip',
    summary: 'Release an elastic IP address that nothing holds',
    service: 'eip',
    method: 'DELETE',
    path: '/v1/eip/{eip}',
    query: ['releaseToRecycle'],
    request: z.strictObject({ eip: publicIp, clientToken, releaseToRecycle: flag.optional() }),
    response: nothing,
    repeat: 'token',
  }),
};
