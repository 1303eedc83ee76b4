import type { AddressSpec, DnatRequest, SnatRequest, SnatSpec } from '@polynat/core';
import { given, type OptionValues, optional, several } from './options.ts';

export async function snatFrom(source: string, options: OptionValues): Promise<SnatSpec> {
  const { onOrOff, parseSource } = await import('./parse.ts');
  const through = several(options, 'through');
  const affinity = optional(options, 'affinity');
  return {
    source: parseSource(source),
    ...given(options, 'name'),
    ...(through && { through }),
    ...(affinity !== undefined && { affinity: onOrOff(affinity, '--affinity') }),
  };
}

/** `new` in place of a public IP. */
export async function snatRequestFrom(source: string, options: OptionValues): Promise<SnatRequest> {
  const { through, ...rule } = await snatFrom(source, options);
  if (through?.join() === 'new') return { ...rule, through: { new: await orderFrom(options) } };
  await refuseOrder(options);
  return { ...rule, ...(through && { through }) };
}

export async function dnatRequestFrom(
  protocol: string,
  outside: string,
  inside: string,
  options: OptionValues,
): Promise<DnatRequest> {
  const rule = await dnatFrom(protocol, outside, inside, options);
  if (rule.public.address === 'new')
    return { ...rule, public: { ...rule.public, address: { new: await orderFrom(options) } } };
  await refuseOrder(options);
  return rule;
}

/** How a new public IP is sold. */
export async function orderFrom(options: OptionValues): Promise<AddressSpec> {
  const { oneOf, wholeNumber } = await import('./parse.ts');
  const [bandwidth, meteredBy] = [optional(options, 'bandwidth'), optional(options, 'meteredBy')];
  return {
    ...(bandwidth !== undefined && { bandwidthMbps: wholeNumber(bandwidth, '--bandwidth') }),
    ...(meteredBy && { meteredBy: oneOf(['traffic', 'bandwidth'], meteredBy, '--metered-by') }),
  };
}

/** What is said about an order that is not made would seem to have had an effect. */
async function refuseOrder(options: OptionValues): Promise<void> {
  const useless = ['bandwidth', 'meteredBy'].find((name) => options[name] !== undefined);
  if (useless === undefined) return;
  const { UsageError } = await import('../terminal/failures.ts');
  const flag = useless === 'bandwidth' ? '--bandwidth' : '--metered-by';
  throw new UsageError(
    `${flag} describes a new public IP, and none is allocated`,
    `write new as public IP, or leave ${flag} out`,
  );
}

export function detachFrom(options: OptionValues): true | readonly string[] | undefined {
  return several(options, 'detachOnly') ?? (options.detach === true ? true : undefined);
}

export async function dnatFrom(protocol: string, outside: string, inside: string, options: OptionValues) {
  const { parseDnat } = await import('./parse.ts');
  return {
    ...parseDnat(protocol, outside, inside),
    ...given(options, 'name'),
    ...(options.portBreak === true && { portBreak: true }),
  };
}
