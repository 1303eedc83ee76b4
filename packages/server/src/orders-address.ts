import * as z from 'zod';

const order = z.union([z.literal('new'), z.object({ new: z.unknown() })]);
const orderingRule = z.union([
  z.object({ through: order }),
  z.object({ public: z.object({ address: order }) }),
]);
const one = z.object({ rule: z.unknown() }).transform(({ rule }) => [rule]);
const several = z.object({ rules: z.array(z.unknown()) }).transform(({ rules }) => rules);

/** Whether a rule in an input asks for a public IP that has to be allocated. */
export const ordersAddress = (input: unknown): boolean => {
  const rules = z.union([one, several]).safeParse(input).data ?? [];
  return rules.some((rule) => orderingRule.safeParse(rule).success);
};
