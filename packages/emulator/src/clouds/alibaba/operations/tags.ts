import { allTagged, carries, findTagged, type Tagged, type TaggedType } from '../../../world/alibaba/tags.ts';
import { type Operation, operation } from '../operation.ts';
import * as rules from '../parameter-rules.ts';
import { missing, unsupported } from '../parameters.ts';
import type { Fields } from '../wire.ts';
import { tokenPage } from './pages.ts';
import { readTagFilters, readTags } from './tag-parameters.ts';

const taggedTypes: readonly TaggedType[] = ['NATGATEWAY', 'EIP', 'COMMONBANDWIDTHPACKAGE'];
const resourceType = { ResourceType: rules.required(rules.text()) };
const resources = { ...rules.region, ...resourceType, ResourceId: rules.required(rules.list(50)) };

function taggedType(text: string): TaggedType {
  return taggedTypes.find((type) => type === text.toUpperCase()) ?? unsupported('ResourceType');
}

const tagResources = operation({
  name: 'TagResources',
  parameters: { ...resources, Tag: rules.required(rules.objects(20)) },
  run({ world }, given) {
    const tags = readTags(given.Tag);
    const tagged = findTagged(world, given.RegionId, taggedType(given.ResourceType), given.ResourceId);
    for (const resource of tagged) {
      for (const [key, value] of tags) resource.tags.set(key, value);
    }
    return {};
  },
});

const untagResources = operation({
  name: 'UnTagResources',
  parameters: { ...resources, TagKey: rules.list(20), All: rules.boolean() },
  run({ world }, given) {
    const all = given.All === true;
    if (!all && given.TagKey === undefined) missing('TagKey');
    const tagged = findTagged(world, given.RegionId, taggedType(given.ResourceType), given.ResourceId);
    for (const { tags } of tagged) {
      for (const key of all ? [...tags.keys()] : (given.TagKey ?? [])) tags.delete(key);
    }
    return {};
  },
});

const listTagResources = operation({
  name: 'ListTagResources',
  parameters: {
    ...rules.region,
    ...resourceType,
    ResourceId: rules.list(50),
    Tag: rules.objects(20),
    MaxResults: rules.integer(1, 50),
    NextToken: rules.text(),
  },
  run({ world }, given) {
    const type = taggedType(given.ResourceType);
    const tagged =
      given.ResourceId === undefined
        ? allTagged(world, given.RegionId, type)
        : findTagged(world, given.RegionId, type, given.ResourceId);
    const wanted = readTagFilters(given.Tag);
    const rows = tagged.filter((each) => carries(each, wanted)).flatMap((each) => tagRows(type, each));
    const { items, next } = tokenPage(rows, given.NextToken, given.MaxResults ?? 50);
    return { NextToken: next, TagResources: { TagResource: items } };
  },
});

function tagRows(type: TaggedType, { id, tags }: Tagged): readonly Fields[] {
  return [...tags].map(([TagKey, TagValue]) => ({ ResourceId: id, ResourceType: type, TagKey, TagValue }));
}

export const tagOperations: readonly Operation[] = [tagResources, untagResources, listTagResources];
