import * as z from 'zod';

export const id = z.string().regex(/^[\w.-]+$/, 'must be an id');

/** Reads are lenient: what is missing or new breaks nothing. */
export const gatewayModel = z.looseObject({
  id: z.string(),
  name: z.string().default(''),
  vpc: z.string().default(''),
  state: z.string().default(''),
  size: z.string().default(''),
  ips: z.array(z.string()).default([]),
});
export type GatewayModel = z.output<typeof gatewayModel>;

export const addressModel = z.looseObject({ ip: z.string(), gateway: z.string().nullish() });
export type AddressModel = z.output<typeof addressModel>;

export const ruleModel = z.looseObject({
  id: z.string(),
  block: z.string(),
  ips: z.array(z.string()).default([]),
  state: z.string().default(''),
});
export type RuleModel = z.output<typeof ruleModel>;

export const cursor = { after: z.string().exactOptional() };
export const next = { next: z.string().nullish() };
export const nothing = z.unknown();
