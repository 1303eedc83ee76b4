import * as z from 'zod';
import { answer, id as identity, list, record, text } from './answer.ts';
import { operation } from './operation.ts';
import { flag, given, id, region, tags, texts, whole } from './schema.ts';

const TagResources = operation({
  name: 'TagResources',
  summary: 'Add tags to resources, or change their values',
  repeat: 'once',
  request: z.strictObject({
    RegionId: region,
    /** NATGATEWAY, EIP, COMMONBANDWIDTHPACKAGE, VPC, VSWITCH and more. */
    ResourceType: id,
    ResourceId: texts(1, 50),
    Tag: tags,
  }),
  response: answer({}),
});

const UnTagResources = operation({
  name: 'UnTagResources',
  summary: 'Remove tags from resources',
  repeat: 'once',
  request: z
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
  response: answer({}),
});

const ListTagResources = operation({
  name: 'ListTagResources',
  summary: 'List the tags of resources',
  repeat: 'read',
  listing: 'TagResources',
  request: z.strictObject({
    RegionId: region,
    ResourceType: id,
    ResourceId: texts(1, 50).optional(),
    Tag: tags.optional(),
    MaxResults: whole(1, 50).optional(),
    NextToken: id.optional(),
  }),
  response: answer({
    TagResources: list(
      'TagResource',
      record({ ResourceId: identity, ResourceType: text, TagKey: text, TagValue: text }),
    ),
    NextToken: text,
  }),
});

export const tagOperations = {
  TagResources,
  UnTagResources,
  ListTagResources,
};
