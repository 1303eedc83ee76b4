import { type DnatSpec, protocols, type SnatSource, type SnatSpec } from '@polynat/core';
import * as z from 'zod';

/**
 * Stored plans and journals hold what the planner wrote, under a seal: these schemas say what it is, not what a cloud would take. A
 * rule that was read from a cloud may be one that nobody could add.
 */
export const text = z.string();
export const texts = z.array(text);
export const textByText = z.record(text, text);
/** Of steps that have nothing to tell. */
export const nothing = z.null();

const source: z.core.$ZodType<SnatSource> = z.union([
  z.object({ hosts: texts, subnet: text.exactOptional(), interface: text.exactOptional() }),
  z.object({ subnet: text, cidr: text.exactOptional() }),
  z.object({ cidr: text }),
  z.object({ network: z.literal('whole') }),
]);

export const snatShape: z.core.$ZodType<SnatSpec> = z.object({
  name: text.exactOptional(),
  source,
  through: texts.exactOptional(),
  affinity: z.boolean().exactOptional(),
});

const endpoint = z.object({
  address: text,
  ports: z.union([z.literal('any'), z.object({ from: z.number(), to: z.number() })]),
});

export const dnatShape: z.core.$ZodType<DnatSpec> = z.object({
  name: text.exactOptional(),
  protocol: z.enum(protocols),
  public: endpoint,
  private: endpoint,
  portBreak: z.boolean().exactOptional(),
});
