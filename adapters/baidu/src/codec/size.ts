import type { Size } from '@polynat/core';
import type { NatModel } from '../operations/gateways.ts';

type Spec = 'small' | 'medium' | 'large';
type Capacity = { readonly spec: Spec } | { readonly cuNum: number };

const specs: Readonly<Record<string, Spec>> = { small: 'small', medium: 'medium', large: 'large' };

/** A tier is a normal gateway, units are an enhanced one; that is how Baidu tells the two apart in an order. */
export function encodeSize(size: Size): Capacity | undefined {
  if ('units' in size) return { cuNum: size.units };
  const spec = 'tier' in size ? specs[size.tier] : undefined;
  return spec && { spec };
}

export function decodeSize({ spec, cuNum }: Pick<NatModel, 'spec' | 'cuNum'>): Size {
  const tier = specs[spec?.toLowerCase() ?? ''];
  return tier === undefined ? { units: cuNum ?? 1 } : { tier };
}

/** Older answers lack `natType`; only a normal gateway has a spec. */
export function generationOf({ natType, spec }: Pick<NatModel, 'natType' | 'spec'>): 'normal' | 'enhanced' {
  if (natType) return natType.toLowerCase() === 'normal' ? 'normal' : 'enhanced';
  return spec ? 'normal' : 'enhanced';
}
