import * as z from 'zod';
import { parseAddress } from '../../common/ipv4.ts';
import { coded, type Scalars, text } from '../tencent/operation.ts';

const MALFORMED = 'InvalidParameterValue.Malformed';

/** `nat-` and lower-case letters or digits; seeds choose longer ids with dashes. */
export function idOf(kind: string, code = MALFORMED): z.ZodType<string> {
  const form = new RegExp(`^${kind}-[a-z0-9-]{1,40}$`);
  return text.refine((id) => form.test(id), coded(code, `it is not like ${kind}-0a1b2c3d`));
}

/** Values one list may have. */
const MOST_VALUES = 100;

export function listOf<Item>(item: z.ZodType<Item>): z.ZodType<readonly Item[]> {
  return z
    .array(item)
    .refine(
      (list) => list.length <= MOST_VALUES,
      coded('InvalidParameterValue.LimitExceeded', `it has more than ${MOST_VALUES} values`),
    );
}

/** A list that names what to work on. */
export function someOf<Item>(item: z.ZodType<Item>): z.ZodType<readonly Item[]> {
  return listOf(item).refine((list) => list.length > 0, coded('InvalidParameterValue', 'it is empty'));
}

export const ip: z.ZodType<string> = text.refine(
  (value) => parseAddress(value) !== undefined,
  coded(MALFORMED, 'it is not an IPv4 address'),
);

export const port = ({ int }: Scalars): z.ZodType<number> =>
  int.refine((value) => value >= 1 && value <= 65_535, coded(MALFORMED, 'it is not a port'));

const MOST_NAME = 60;

export const gatewayName = (emptyCode: string): z.ZodType<string> =>
  text
    .refine((value) => value.length > 0, coded(emptyCode, 'it is empty'))
    .refine(
      (value) => value.length <= MOST_NAME,
      coded('InvalidParameterValue.TooLong', `it is longer than ${MOST_NAME} characters`),
    );

export const description = (code: string): z.ZodType<string> =>
  text.refine((value) => value.length <= MOST_NAME, coded(code, `it is longer than ${MOST_NAME} characters`));

export const within = ({ int }: Scalars, least: number, most: number, code: string): z.ZodType<number> =>
  int.refine((value) => value >= least && value <= most, coded(code, `it is not in ${least}–${most}`));

/** Tags as a call gives them. A tag without a value has an empty one. */
export const tags = z
  .array(
    z
      .strictObject({ Key: text, Value: text.optional() })
      .transform(({ Key, Value }) => ({ key: Key, value: Value ?? '' })),
  )
  .default([]);
