import { parseCidr, parseIpv4 } from '@polynat/core';
import * as z from 'zod';

/** Numbers may come as decimal text and booleans as `true` or `false`, since a command line passes text. */
export const flag = z.union(
  [z.boolean(), z.enum(['true', 'false'], 'must be true or false').transform((word) => word === 'true')],
  'must be true or false',
);

export function whole(from: number, to = Number.MAX_SAFE_INTEGER) {
  const words =
    to === Number.MAX_SAFE_INTEGER ? `a whole number from ${from}` : `a whole number from ${from} to ${to}`;
  const message = `must be ${words}`;
  return z
    .union([z.number(message), z.string(message).regex(/^\d+$/, message).transform(Number)], message)
    .pipe(z.number(message).int(message).min(from, message).max(to, message));
}

export const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) =>
  z.enum(words, `must be one of ${words.join(', ')}`);

/** Ids are not checked for their prefix: the service knows more kinds of ids than its document. */
export const id = z.string('must be text').min(1, 'must not be empty');

/** Left out, it is the region of the driver. */
export const region = id.optional();

/** https://www.alibabacloud.com/help/en/vpc/developer-reference/how-to-ensure-idempotence */
export const clientToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 ASCII characters without spaces')
  .optional();

const noLink = '(?!https?://)';
const letter = 'A-Za-z\\u4e00-\\u9fff';

/** Names of gateways and bandwidth packages. */
export const nameRule = {
  pattern: new RegExp(`^${noLink}[${letter}][${letter}0-9._-]{1,127}$`),
  words:
    'be 2 to 128 letters, digits, Chinese characters, ".", "_" or "-", start with a letter or Chinese character, and not with http:// or https://',
};

/** Names of SNAT and DNAT entries: which characters may follow the first is not stated. */
export const entryNameRule = {
  pattern: new RegExp(`^${noLink}[${letter}][^]{1,127}$`),
  words: 'be 2 to 128 characters, start with a letter or Chinese character, and not with http:// or https://',
};

/** Descriptions wherever they are changed; only the creation of a gateway is content with any first character. */
export const descriptionRule = {
  pattern: new RegExp(`^${noLink}[${letter}][^]{1,255}$`),
  words: 'be 2 to 256 characters, start with a letter or Chinese character, and not with http:// or https://',
};

export const freeDescriptionRule = {
  pattern: new RegExp(`^${noLink}[^]{2,256}$`),
  words: 'be 2 to 256 characters and not start with http:// or https://',
};

export const ruled = ({ pattern, words }: { readonly pattern: RegExp; readonly words: string }) =>
  z.string('must be text').regex(pattern, `must ${words}`);

export const ipv4 = z
  .string('must be text')
  .refine((address) => parseIpv4(address) !== undefined, 'must be an IPv4 address such as 47.96.0.28');

/** Any prefix from 0 to 32; a single host is written as /32. */
export const cidr = z
  .string('must be text')
  .refine(
    (block) => block.includes('/') && parseCidr(block) !== undefined,
    'must be a block such as 192.168.1.0/24',
  );

/** One address or several with commas between them: one text on the wire. */
export const addressPool = z
  .string('must be text')
  .refine(
    (pool) => pool.split(',').every((address) => parseIpv4(address) !== undefined),
    'must be IPv4 addresses with commas between them',
  );

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Reads `80`, `10/20` and `Any`; anything else is `undefined`. */
export function parsePorts(ports: string): PortRange | 'any' | undefined {
  if (ports.toLowerCase() === 'any') return 'any';
  const match = /^(\d{1,5})(?:\/(\d{1,5}))?$/.exec(ports);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  return 1 <= from && from <= to && to <= 65535 ? { from, to } : undefined;
}

export const ports = z
  .union([z.number(), z.string()], 'must be text')
  .transform(String)
  .refine(
    (given) => parsePorts(given) !== undefined,
    'must be a port (1 to 65535), a range such as 10/20, or Any',
  );

/** The documents write TCP, UDP and Any; listings answer in lower case. Any letter case is taken, the documented one is sent. */
export const protocol = z
  .string('must be text')
  .transform(
    (word) => documentedProtocols.find((known) => known.toLowerCase() === word.toLowerCase()) ?? word,
  )
  .pipe(oneOf('TCP', 'UDP', 'Any'));
const documentedProtocols = ['TCP', 'UDP', 'Any'];

/** A list of texts; one text with commas is read as a list. */
export function texts(from: number, to: number) {
  const message = `must be ${from} to ${to} entries`;
  return z
    .union([z.array(id), id.transform((list) => list.split(','))])
    .pipe(z.array(id).min(from, message).max(to, message));
}

/** A value with an inner structure; a command line gives it as JSON. */
export function structured<S extends z.core.$ZodType>(schema: S) {
  const fromText = z.string().transform((json, context) => {
    try {
      return JSON.parse(json);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  });
  return z.union([schema, fromText.pipe(schema)]);
}

const tag = z.strictObject({
  Key: id.max(128, 'must be at most 128 characters'),
  Value: z.string().max(128, 'must be at most 128 characters').optional(),
});

/** https://www.alibabacloud.com/help/en/vpc/developer-reference/api-vpc-2016-04-28-tagresources */
export const tags = structured(z.array(tag).min(1, 'must be 1 to 20 tags').max(20, 'must be 1 to 20 tags'));

export const paging = (largest: number) => ({
  PageNumber: whole(1).optional(),
  PageSize: whole(1, largest).optional(),
});

/** Whether the value was given at all. */
export const given = (value: unknown): boolean => value !== undefined;
