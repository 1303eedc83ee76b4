import { id, list, number, text, truth } from '@polynat/adapter-kit';
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
  /** Whether it was bought with its shared bandwidth. */
  nativeGroup: truth,
  bandwidthInMbps: number,
  paymentTiming: text,
  billingMethod: text,
});
export type EipModel = z.output<typeof eipModel>;

/** Six operations share one path: the action says bind or unbind, the body which pool of addresses is meant. */
const snatPool = () => z.strictObject({ natId: identifier, clientToken, eips: publicIps });
const dnatPool = () => z.strictObject({ natId: identifier, clientToken, dnatEips: publicIps });
const onePool = () => z.strictObject({ natId: identifier, clientToken, bindEips: publicIps });

export const addressOperations = {
  /** https://cloud.baidu.com/doc/VPC/s/Ljwvyujy8 */
  BindSnatEip: operation('BindSnatEip', 'PUT /v1/nat/{natId}?bind', {
    summary: 'Bind addresses for SNAT to a normal NAT gateway',
    request: snatPool,
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/qjwvyuigl */
  UnbindSnatEip: operation('UnbindSnatEip', 'PUT /v1/nat/{natId}?unbind', {
    summary: 'Unbind addresses for SNAT from a normal NAT gateway',
    request: snatPool,
    response: nothing,
  }),
  BindDnatEip: operation('BindDnatEip', 'PUT /v1/nat/{natId}?bind', {
    summary: 'Bind addresses for DNAT to a normal NAT gateway',
    request: dnatPool,
    response: nothing,
  }),
  UnbindDnatEip: operation('UnbindDnatEip', 'PUT /v1/nat/{natId}?unbind', {
    summary: 'Unbind addresses for DNAT from a normal NAT gateway',
    request: dnatPool,
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/VPC/s/rm2mn4jsu */
  NatBindEip: operation('NatBindEip', 'PUT /v1/nat/{natId}?bind', {
    summary: 'Bind addresses to an enhanced NAT gateway; they serve SNAT and DNAT',
    request: onePool,
    response: nothing,
  }),
  NatUnBindEip: operation('NatUnBindEip', 'PUT /v1/nat/{natId}?unbind', {
    summary: 'Unbind addresses from an enhanced NAT gateway',
    request: onePool,
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/EIP/s/Pjwvz30qy: filters combine. */
  QueryEipList: operation('QueryEipList', 'GET /v1/eip', {
    summary: 'List elastic IP addresses',
    listing: 'eipList',
    request: () =>
      z
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
    response: () => z.looseObject({ ...page, eipList: list(eipModel) }),
  }),
  /** https://cloud.baidu.com/doc/EIP/s/Wjwvz30fv */
  ApplyForEip: operation('ApplyForEip', 'POST /v1/eip', {
    summary: 'Order an elastic IP address',
    request: () =>
      z.strictObject({
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
    response: () => z.looseObject({ eip: id }),
  }),
  ReleaseEip: operation('ReleaseEip', 'DELETE /v1/eip/{eip}', {
    summary: 'Release an elastic IP address that nothing holds',
    request: () => z.strictObject({ eip: publicIp, clientToken, releaseToRecycle: flag.optional() }),
    response: nothing,
  }),
};
