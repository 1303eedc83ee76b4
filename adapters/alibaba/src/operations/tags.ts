import * as z from 'zod';
import { id as identity, list, record, text } from './answer.ts';
import { read, write } from './operation.ts';
import { flag, given, id, region, tags, texts, whole } from './schema.ts';
export const tagOperations = {
  TagResources: write('TagResources', {
    summary: 'Add tags to resources, or change their values',
    request: () =>
      z.strictObject({
        RegionId: region,
        /** NATGATEWAY, EIP, COMMONBANDWIDTHPACKAGE, VPC, VSWITCH and more. */
        ResourceType: id,
        ResourceId: texts(1, 50),
        Tag: tags,
      }),
    answer: {},
  }),
  UnTagResources: write('UnTagResources', {
    summary: 'Remove tags from resources',
    request: () =>
      z
        .strictObject({
          RegionId: region,
          ResourceType: id,
          ResourceId: texts(1, 50),
          TagKey: texts(1, 20).optional(),
          All: flag.optional(),
        })
        .refine(({ TagKey, All }) => given(TagKey) || All === true, {
          path: ['TagKey'],
          message: 'must be given unless All is true',
        }),
    answer: {},
  }),
  ListTagResources: read('ListTagResources', {
    summary: 'List the tags of resources',
    listing: 'TagResources',
    request: () =>
      z.strictObject({
        RegionId: region,
        ResourceType: id,
        ResourceId: texts(1, 50).optional(),
        Tag: tags.optional(),
        MaxResults: whole(1, 50).optional(),
        NextToken: id.optional(),
      }),
    answer: {
      TagResources: list(
        'TagResource',
        record({ ResourceId: identity, ResourceType: text, TagKey: text, TagValue: text }),
      ),
      NextToken: text,
    },
  }),
};
