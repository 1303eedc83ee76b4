import { id, list, number, text } from '@polynat/adapter-kit';
import * as z from 'zod';
import { eipModel } from './addresses.ts';
import { nothing, page, tagModels } from './answer.ts';
import { operation } from './operation.ts';
import {
  clientToken,
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

/** A shared bandwidth as the EIP service lists it (https://cloud.baidu.com/doc/EIP/s/ijwvz2zq8 and the pages beside it). */
const groupModel = z.looseObject({
  id,
  name: text,
  /** Words of the states of addresses. */
  status: text,
  bandwidthInMbps: number,
  paymentTiming: text,
  /** Empty when it is prepaid. */
  billingMethod: text,
  createTime: text,
  expireTime: text,
  region: text,
  routeType: text,
  eips: list(eipModel),
  /** Left out by services that know no IPv6. */
  eipv6s: list(eipModel),
  tags: tagModels,
});
export type GroupModel = z.output<typeof groupModel>;

const billingMethod = z.enum(['ByTraffic', 'ByBandwidth'], 'must be ByTraffic or ByBandwidth');
const billing = z.strictObject({
  paymentTiming,
  billingMethod: billingMethod.optional(),
  reservation: reservation.optional(),
});
const named = { id: identifier, clientToken };

/** Several changes share one path: the action tells which. */
export const sharedBandwidthOperations = {
  CreateEipGroup: operation('CreateEipGroup', 'POST /v1/eipgroup', {
    summary: 'Create shared bandwidth; billing starts immediately',
    request: () =>
      z.strictObject({
        clientToken,
        name: name.optional(),
        routeType: z.enum(['BGP', 'BGP_S'], 'must be BGP or BGP_S').optional(),
        /** Addresses that are bought with it. */
        eipCount: whole(0, 1_000).optional(),
        eipv6Count: whole(0, 1_000).optional(),
        bandwidthInMbps: whole(1, 5_000),
        billing,
        tags: tags.optional(),
        resourceGroupId: z.string().min(1).optional(),
      }),
    response: () => z.looseObject({ id }),
  }),
  ListEipGroup: operation('ListEipGroup', 'GET /v1/eipgroup', {
    summary: 'List shared bandwidths and their addresses',
    listing: 'eipgroups',
    request: () =>
      z.strictObject({
        id: identifier.optional(),
        name: z.string().min(1).optional(),
        status: z.string().min(1).optional(),
        ...paging,
      }),
    response: () => z.looseObject({ ...page, eipgroups: list(groupModel) }),
  }),
  GetEipGroup: operation('GetEipGroup', 'GET /v1/eipgroup/{id}', {
    summary: 'Read a shared bandwidth and its addresses',
    request: () => z.strictObject({ id: identifier }),
    response: () => groupModel,
  }),
  UpdateEipGroup: operation('UpdateEipGroup', 'PUT /v1/eipgroup/{id}?update', {
    summary: 'Rename shared bandwidth',
    request: () => z.strictObject({ ...named, name }),
    response: nothing,
  }),
  ResizeEipGroup: operation('ResizeEipGroup', 'PUT /v1/eipgroup/{id}?resize', {
    summary: 'Change the Mbit/s of shared bandwidth',
    request: () => z.strictObject({ ...named, bandwidthInMbps: whole(1, 5_000) }),
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/EIP/s/ukoslf7lm */
  EipGroupMoveIn: operation('EipGroupMoveIn', 'PUT /v1/eipgroup/{id}?move_in', {
    summary: 'Let postpaid addresses draw from shared bandwidth',
    request: () => z.strictObject({ ...named, eips: publicIps }),
    response: nothing,
  }),
  /** https://cloud.baidu.com/doc/EIP/s/Qkoslycn3: only addresses that were bought with it need a bandwidth and a billing. */
  EipGroupMoveOut: operation('EipGroupMoveOut', 'PUT /v1/eipgroup/{id}?move_out', {
    summary: 'Take addresses out of shared bandwidth',
    request: () =>
      z.strictObject({
        ...named,
        moveOutEips: z
          .array(
            z.strictObject({
              eip: publicIp,
              bandwidthInMbps: whole(1, 5_000).optional(),
              billing: billing.optional(),
            }),
          )
          .min(1, 'must name at least one address'),
      }),
    response: nothing,
  }),
  ReleaseEipGroup: operation('ReleaseEipGroup', 'DELETE /v1/eipgroup/{id}', {
    summary: 'Release shared bandwidth',
    request: () => z.strictObject(named),
    response: nothing,
  }),
};
