import { describe, expect, test } from 'vitest';
import { providerSettings } from '../src/provider-settings.ts';

const usual = { IcmpReplyEnabled: true, ResourceGroupId: undefined, Tags: undefined };

describe('settings of a provider', () => {
  test('are told where they differ from what is usual', () => {
    const record = { IcmpReplyEnabled: false, ResourceGroupId: 'rg-1', Name: 'shop' };
    expect(providerSettings(record, usual)).toEqual({
      providerSettings: { IcmpReplyEnabled: false, ResourceGroupId: 'rg-1' },
    });
  });

  test('are absent where the record has none, or only what is usual or empty', () => {
    expect(providerSettings({ IcmpReplyEnabled: true, ResourceGroupId: '', Tags: [] }, usual)).toEqual({});
    expect(providerSettings({ Tags: null }, usual)).toEqual({});
  });

  test('are plain data', () => {
    const Tags = [{ Key: 'team', Value: undefined }];
    expect(providerSettings({ Tags }, usual)).toEqual({ providerSettings: { Tags: [{ Key: 'team' }] } });
  });
});
