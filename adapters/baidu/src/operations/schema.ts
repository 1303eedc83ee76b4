import * as z from 'zod';

/**
 * Fields of requests: strict about what the documents state; numbers may come as decimal text and booleans as `true` or `false`
 * in text, since a command line has nothing else.
 */
export const identifier = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/, 'must be an id as the API prints it, such as nat-bir8biqwr45e');

/** https://cloud.baidu.com/doc/VPC/s/gjwvyu77i: ASCII, at most 64 characters. */
export const clientToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 ASCII characters without spaces')
  .optional();

/** https://cloud.baidu.com/doc/VPC/s/Xjwvyul3d */
export const namePattern = /^[A-Za-z][A-Za-z0-9_/.-]{0,64}$/;
export const nameWords = 'be 1 to 65 letters, digits or - _ / . and begin with a letter';
export const name = z.string().regex(namePattern, `must ${nameWords}`);

const decimal = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number')
  .transform(Number);

export const whole = (from: number, to: number) =>
  z
    .union([z.number(), decimal])
    .pipe(z.int().min(from, `must be ${from} to ${to}`).max(to, `must be ${from} to ${to}`));

export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

export const publicIp = z.union([z.ipv4(), z.ipv6()], 'must be an IP address such as 180.76.186.174');
export const publicIps = z.array(publicIp).min(1, 'must name at least one address');

/** https://cloud.baidu.com/doc/VPC/s/9jwvyubqq#TagModel */
export const tags = z.array(
  z.strictObject({ tagKey: z.string().min(1).max(65), tagValue: z.string().max(65) }),
);

export const paging = {
  marker: z.string().min(1).optional(),
  /** https://cloud.baidu.com/doc/VPC/s/Tjwvyukbd: at most 1000. */
  maxKeys: whole(1, 1000).optional(),
};

/** Lengths that are sold, in months (https://cloud.baidu.com/doc/VPC/s/9jwvyubqq#Reservation). There is no unit for years. */
const reservationLengths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 24, 36] as const;

export const reservation = z.strictObject({
  reservationLength: whole(1, 36).refine(
    (length) => reservationLengths.some((sold) => sold === length),
    `must be one of ${reservationLengths.join(', ')}`,
  ),
  reservationTimeUnit: z.string().toLowerCase().pipe(z.literal('month', 'must be month')).default('month'),
});

export const paymentTiming = z.enum(['Prepaid', 'Postpaid'], 'must be Prepaid or Postpaid');

export const purchase = z
  .strictObject({ paymentTiming, reservation: reservation.optional() })
  .refine(({ paymentTiming: timing, reservation: term }) => timing === 'Postpaid' || term !== undefined, {
    path: ['reservation'],
    message: 'must be given when paymentTiming is Prepaid',
  });
