/** What stands behind `=`. Reserved words, functions and operators other than these are not needed. */
export type Expression =
  | string
  | number
  | boolean
  | Reference
  | Joined
  | readonly Expression[]
  | { readonly map: Readonly<Record<string, Expression>> };

/** `alicloud_eip_address.shop.ip_address`. Its parts are names that this package has made, never text of a cloud. */
export interface Reference {
  readonly reference: string;
}

/** `join(",", […])`: one text with commas. */
export interface Joined {
  readonly join: readonly Expression[];
}

export const reference = (...parts: readonly string[]): Reference => ({ reference: parts.join('.') });
