import { added, bent, only, replaced, type Scenario, values } from './bending.ts';

/** Tags that are changed later, direct connect gateways and limits of flows. */
export const neighbourScenarios: Readonly<Record<string, Scenario>> = {
  // tags that are changed later
  'no-tags-named': only('ModifyResourceTags', replaced({ ReplaceTags: [] })),
  'tag-of-no-resource': only(
    'ModifyResourceTags',
    replaced({ Resource: 'qcs::vpc:ap-shanghai:uin/:nat/nat-shop' }),
  ),
  'tag-replaced-and-deleted': only('ModifyResourceTags', added({ DeleteTags: [{ TagKey: 'city' }] })),
  'changed-tag-reserved': changedTag('qcs:city'),
  'changed-tag-without-key': changedTag(''),
  'changed-tag-key-128': changedTag('x'.repeat(128)),
  'changed-tag-key-with-star': changedTag('city*'),
  'changed-tag-value-with-star': changedTag('city', '*'),
  'changed-tag-value-256': changedTag('city', 'x'.repeat(256)),
  'changed-tag-51': only(
    'ModifyResourceTags',
    bent((valid, { vpc }) => {
      for (let first = 0; first < 50; first += 10) {
        const keys = values(10, (place) => `key-${first + place}`);
        const ReplaceTags = keys.map((TagKey) => ({ TagKey, TagValue: '' }));
        vpc.settle('ModifyResourceTags', { ...valid, ReplaceTags });
      }
      return valid;
    }),
  ),

  // direct connect, flow limits
  'unknown-direct-connect': replaced({ DirectConnectGatewayId: 'dcg-unknown' }),
  'direct-connect-taken': only(
    'AssociateDirectConnectGatewayNatGateway',
    replaced({ DirectConnectGatewayId: 'dcg-bound' }),
  ),
  'inbound-limit-of-traditional': only('ModifyGatewayFlowQos', added({ Direction: 'In' })),
};

function changedTag(TagKey: string, TagValue = 'gz'): Scenario {
  return only('ModifyResourceTags', replaced({ ReplaceTags: [{ TagKey, TagValue }] }));
}
