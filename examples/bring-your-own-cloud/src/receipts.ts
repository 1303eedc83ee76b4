import type { GatewayKey, Receipt } from '@polynat/core';
import * as z from 'zod';

/** What each kind of receipt remembers: all that another process needs to go on watching. */
const subject = z.object({
  gateway: z.string(),
  rule: z.string().exactOptional(),
  ip: z.string().exactOptional(),
});
export type Subject = z.output<typeof subject>;

export type Kind =
  | 'gateway.ready'
  | 'gateway.gone'
  | 'rule.ready'
  | 'rule.gone'
  | 'ip.attached'
  | 'ip.detached';

export const receipt = <T>(
  kind: Kind,
  { id }: Pick<GatewayKey, 'id'>,
  more: Omit<Subject, 'gateway'> = {},
): Receipt<T> => ({
  kind,
  subject: { gateway: id, ...more },
});

export const subjectOf = ({ subject: stored }: Receipt): Subject => subject.parse(stored);
