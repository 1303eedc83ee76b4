import * as z from 'zod';

const formerBilling = z.looseObject({
  gateway: z.looseObject({ billing: z.looseObject({ standing: z.unknown() }) }),
});

/** Documents of version 0.1 called the status of billing its `standing`; they still stand in people's repositories. */
export function withCurrentNames(document: unknown): unknown {
  const former = formerBilling.safeParse(document);
  if (!former.success) return document;
  const { gateway, ...rest } = former.data;
  const { standing, ...billing } = gateway.billing;
  return { ...rest, gateway: { ...gateway, billing: { status: standing, ...billing } } };
}
