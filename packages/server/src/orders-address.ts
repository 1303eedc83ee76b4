import * as z from 'zod';

const order = z.union([z.literal('new'), z.object({ new: z.unknown() })]);
const ordering = z.object({
  rule: z.union([z.object({ through: order }), z.object({ public: z.object({ address: order }) })]),
});

/** Whether the rule in an input asks for a public IP that has to be allocated. */
export const ordersAddress = (input: unknown): boolean => ordering.safeParse(input).success;
