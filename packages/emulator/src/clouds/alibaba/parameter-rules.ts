/** The words parameter tables are written in. */

export function text() {
  return { kind: 'text', required: false } as const;
}

export function oneOf(...allowed: readonly string[]) {
  return { kind: 'text', required: false, allowed } as const;
}

export function matching(pattern: RegExp) {
  return { kind: 'text', required: false, pattern } as const;
}

export function integer(least = 0, most = Number.MAX_SAFE_INTEGER) {
  return { kind: 'integer', required: false, range: [least, most] } as const;
}

export function boolean() {
  return { kind: 'boolean', required: false } as const;
}

interface ListRule {
  readonly kind: 'list';
  readonly required: false;
  readonly most: number;
  readonly pattern?: RegExp;
}

export function list(most: number, pattern?: RegExp): ListRule {
  return { kind: 'list', required: false, most, ...(pattern && { pattern }) };
}

export function objects(most: number) {
  return { kind: 'objects', required: false, most } as const;
}

export function required<R extends { readonly required: false }>(
  rule: R,
): Omit<R, 'required'> & { readonly required: true } {
  return { ...rule, required: true };
}

/** 2 to 128 characters, a letter or a Chinese character first, no `http://`; then letters, digits and `._-` only. */
export const name = /^(?!https?:\/\/)[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff._-]{1,127}$/;
/** As above, but whatever characters after the first (names of entries). */
export const entryName = /^(?!https?:\/\/)[A-Za-z\u4e00-\u9fff][\s\S]{1,127}$/;
/** 2 to 256 characters, a letter or a Chinese character first, no `http://`. */
export const description = /^(?!https?:\/\/)[A-Za-z\u4e00-\u9fff][\s\S]{1,255}$/;
/** CreateNatGateway says nothing about the first character. */
export const freeDescription = /^(?!https?:\/\/)[\s\S]{2,256}$/;
/** At most 64 ASCII characters. */
const clientToken = /^[\x20-\x7e]{1,64}$/;

export const specs = ['Small', 'Middle', 'Large', 'XLarge.1'];
export const chargeTypes = ['PostPaid', 'PrePaid'];

/** Parameters many tables share. */
export const region = { RegionId: required(text()) };
export const token = { ClientToken: matching(clientToken) };
export const dryRun = { DryRun: boolean() };
export const paging = { PageNumber: integer(1), PageSize: integer(1, 50) };
