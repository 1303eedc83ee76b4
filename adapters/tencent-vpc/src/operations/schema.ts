import { choice, integer, ip, ips, offset, whole } from '@polynat/tencent';
import * as z from 'zod';

export { choice, integer, ip, ips, whole };

const idLike = (prefix: string) =>
  z
    .string()
    .regex(
      new RegExp(`^${prefix}-[A-Za-z0-9_-]+$`),
      `must be an id as the API prints it, such as ${prefix}-0a1b2c3d`,
    );

export const natId = idLike('nat');
export const vpcId = idLike('vpc');
export const eipId = idLike('eip');
export const packageId = idLike('bwp');
export const directConnectId = idLike('dcg');
/** Samples of older pages name a rule by its subnet. */
export const snatIdPattern = /^(?:snat|subnet)-[A-Za-z0-9_-]+$/;
export const snatId = z.string().regex(snatIdPattern, 'must be an id such as snat-0a1b2c3d');

export const some = <Item extends z.core.$ZodType>(item: Item) =>
  z.array(item).min(1, 'must name at least one');
export const text = z.string().min(1);
export const texts = z.array(text);

/** A command line has nothing but text. */
export const flag = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')],
  'must be true or false',
);

/** https://cloud.tencent.com/document/api/215/36721 */
export const namePattern = /^.{1,60}$/u;
export const nameWords = 'be 1 to 60 characters';
export const name = z.string().regex(namePattern, `must ${nameWords}`);
export const description = z.string().regex(/^.{0,60}$/u, 'must be 60 characters at most');

/** https://cloud.tencent.com/document/api/215/36713 */
export const capacities = [1_000_000, 3_000_000, 10_000_000] as const;
/** What a standard gateway carries, whatever is asked for (https://cloud.tencent.com/document/product/552/18186). */
export const standardCapacity = 2_000_000;
export const capacity = choice(
  [...capacities, standardCapacity],
  '1000000 (small), 3000000 (medium) or 10000000 (large)',
);

/** Mbit/s out of a gateway. A documented sample and the console have 10, which the table of the parameter lacks. */
export const bandwidths = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000] as const;
export const bandwidth = choice(bandwidths, `one of ${bandwidths.join(', ')} Mbit/s`);

export const exclusiveType = z.enum(['ExclusiveSmall', 'ExclusiveMedium1', 'ExclusiveLarge1']);
export const port = whole(1, 65_535);
export const tags = z.array(z.strictObject({ Key: text, Value: z.string() }));

/** How an order or a binding names EIPs: those of the account by IP, new ones by their number. */
export const wishedAddresses = {
  AddressCount: integer.optional(),
  PublicIpAddresses: ips.optional(),
  Zone: text.optional(),
  StockPublicIpAddressesBandwidthOut: integer.optional(),
  PublicIpAddressesBandwidthOut: integer.optional(),
  PublicIpFromSameZone: flag.optional(),
};

interface Wish {
  readonly AddressCount?: number | undefined;
  readonly PublicIpAddresses?: readonly string[] | undefined;
}

export const namesAddresses = ({ AddressCount = 0, PublicIpAddresses = [] }: Wish): boolean =>
  AddressCount + PublicIpAddresses.length > 0;
export const namesNone = {
  path: ['PublicIpAddresses'],
  error: 'must name EIPs, or AddressCount must tell how many to allocate',
};

const filters = z
  .array(z.strictObject({ Name: text, Values: texts }))
  .max(10, 'must be 10 at most')
  .optional();

export const page = { Offset: offset, Limit: whole(1, 100).optional() };
export const filteredPage = { Filters: filters, ...page };

/** Some lists take their numbers as text. */
const digits = integer.pipe(z.int().nonnegative('must not be negative')).transform(String).optional();
export const textPage = { Filters: filters, Offset: digits, Limit: digits };

/** Ids and filters exclude each other. */
export const apart =
  (ids: string) =>
  (fields: Readonly<Record<string, unknown>>): boolean =>
    fields[ids] === undefined || fields.Filters === undefined;
export const notApart = (ids: string) => ({ path: ['Filters'], error: `must not stand beside ${ids}` });
