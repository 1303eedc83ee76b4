import * as z from 'zod';
import { changeTags } from '../../../world/tencent-vpc/tags.ts';
import { coded, text } from '../../tencent/operation.ts';
import { done, operation, type VpcOperation } from '../operation.ts';

/** `qcs::vpc:ap-guangzhou:uin/:nat/nat-0a1b2c3d`; whose account it is may be left out. */
const FORM = /^qcs::vpc:(?<region>[a-z0-9-]+):uin\/\d*:(?<kind>nat|eip)\/(?<id>[a-z0-9-]+)$/;

const named = z.object({ region: z.string(), kind: z.enum(['nat', 'eip']), id: z.string() });

const resource = text.transform((value, context) => {
  const parts = named.safeParse(FORM.exec(value)?.groups);
  if (parts.success) return parts.data;
  context.addIssue({
    code: 'custom',
    input: value,
    message: 'it is not like qcs::vpc:ap-guangzhou:uin/:nat/nat-0a1b2c3d',
    params: { code: 'InvalidParameterValue.ResourceDescriptionError' },
  });
  return z.NEVER;
});

const TagKey = text.refine((key) => key !== '', coded('InvalidParameterValue.TagKeyEmpty', 'it is empty'));
const TagValue = text.refine(
  (value) => value.length <= 255,
  coded('InvalidParameterValue.TagValueLengthExceeded', 'it is longer than 255 characters'),
);

/** Tags one call may name. */
const MOST = 10;
const INVALID = 'InvalidParameter.Tag';
const few = <Item>(item: z.ZodType<Item>) =>
  z
    .array(item)
    .refine((list) => list.length > 0 && list.length <= MOST, coded(INVALID, `it has not 1 to ${MOST} tags`))
    .optional();

const modify = operation(
  () =>
    z
      .strictObject({
        Resource: resource,
        ReplaceTags: few(z.strictObject({ TagKey, TagValue })),
        DeleteTags: few(z.strictObject({ TagKey })),
      })
      .refine(
        ({ ReplaceTags, DeleteTags }) => ReplaceTags !== undefined || DeleteTags !== undefined,
        coded(INVALID, 'give ReplaceTags or DeleteTags'),
      ),
  ({ state }, { Resource, ReplaceTags = [], DeleteTags = [] }) => {
    changeTags(state, {
      ...Resource,
      replaced: ReplaceTags.map((tag) => ({ key: tag.TagKey, value: tag.TagValue })),
      deleted: DeleteTags.map((tag) => tag.TagKey),
    });
    return done;
  },
  {
    'tag-duplicate-key': INVALID,
    'tag-key-length': 'InvalidParameterValue.TagKeyLengthExceeded',
    'tag-key': 'InvalidParameterValue.TagKeyCharacterIllegal',
    'tag-value': 'InvalidParameterValue.TagValueCharacterIllegal',
    'tag-reserved': 'InvalidParameter.ReservedTagKey',
    'tag-count': 'LimitExceeded.ResourceAttachedTags',
  },
);

/** The one operation of the tag service that gateways and EIPs need (cloud.tencent.com/document/api/651/35331). */
export const tagOperations: Readonly<Record<string, VpcOperation>> = {
  ModifyResourceTags: { ...modify, service: 'tag' },
};
