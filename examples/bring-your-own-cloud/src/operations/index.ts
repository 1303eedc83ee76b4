import * as z from 'zod';
import type { Operation } from './operation.ts';
import { addressModel, cursor, gatewayModel, id, next, nothing, ruleModel } from './schema.ts';

const gateway = { gateway: id };

/** Volcano's whole API. Every write takes a token, so the pipeline may repeat it. */
export const operations = {
  ListGateways: {
    name: 'ListGateways',
    summary: 'Gateways of the region',
    method: 'GET',
    path: '/gateways',
    repeat: 'read',
    writes: false,
    request: z.strictObject(cursor),
    response: z.looseObject({ gateways: z.array(gatewayModel), ...next }),
  },
  GetGateway: {
    name: 'GetGateway',
    summary: 'One gateway',
    method: 'GET',
    path: '/gateways/{gateway}',
    repeat: 'read',
    writes: false,
    request: z.strictObject(gateway),
    response: gatewayModel,
  },
  CreateGateway: {
    name: 'CreateGateway',
    summary: 'Orders a gateway',
    method: 'POST',
    path: '/gateways',
    repeat: 'token',
    writes: true,
    request: z.strictObject({ name: z.string(), vpc: z.string(), size: z.enum(['S', 'L']) }),
    response: z.looseObject({ id: z.string() }),
  },
  ChangeGateway: {
    name: 'ChangeGateway',
    summary: 'Renames or resizes a gateway',
    method: 'PUT',
    path: '/gateways/{gateway}',
    repeat: 'token',
    writes: true,
    request: z.strictObject({
      ...gateway,
      name: z.string().exactOptional(),
      size: z.enum(['S', 'L']).exactOptional(),
    }),
    response: nothing,
  },
  DeleteGateway: {
    name: 'DeleteGateway',
    summary: 'Deletes a gateway without rules',
    method: 'DELETE',
    path: '/gateways/{gateway}',
    repeat: 'token',
    writes: true,
    request: z.strictObject(gateway),
    response: nothing,
  },
  ListIps: {
    name: 'ListIps',
    summary: 'Public addresses of the account',
    method: 'GET',
    path: '/ips',
    repeat: 'read',
    writes: false,
    request: z.strictObject(cursor),
    response: z.looseObject({ ips: z.array(addressModel), ...next }),
  },
  AttachIp: {
    name: 'AttachIp',
    summary: 'Gives a gateway a public address',
    method: 'PUT',
    path: '/gateways/{gateway}/ips/{ip}',
    repeat: 'token',
    writes: true,
    request: z.strictObject({ ...gateway, ip: z.ipv4() }),
    response: nothing,
  },
  DetachIp: {
    name: 'DetachIp',
    summary: 'Takes a public address off a gateway',
    method: 'DELETE',
    path: '/gateways/{gateway}/ips/{ip}',
    repeat: 'token',
    writes: true,
    request: z.strictObject({ ...gateway, ip: z.ipv4() }),
    response: nothing,
  },
  ListRules: {
    name: 'ListRules',
    summary: 'SNAT rules of a gateway',
    method: 'GET',
    path: '/gateways/{gateway}/rules',
    repeat: 'read',
    writes: false,
    request: z.strictObject({ ...gateway, ...cursor }),
    response: z.looseObject({ rules: z.array(ruleModel), ...next }),
  },
  AddRule: {
    name: 'AddRule',
    summary: 'Adds an SNAT rule',
    method: 'POST',
    path: '/gateways/{gateway}/rules',
    repeat: 'token',
    writes: true,
    request: z.strictObject({ ...gateway, block: z.cidrv4(), ips: z.array(z.ipv4()).min(1) }),
    response: z.looseObject({ id: z.string() }),
  },
  RemoveRule: {
    name: 'RemoveRule',
    summary: 'Removes an SNAT rule',
    method: 'DELETE',
    path: '/gateways/{gateway}/rules/{rule}',
    repeat: 'token',
    writes: true,
    request: z.strictObject({ ...gateway, rule: id }),
    response: nothing,
  },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;
export type Input<N extends OperationName> = z.input<(typeof operations)[N]['request']>;
export type Answer<N extends OperationName> = z.output<(typeof operations)[N]['response']>;
