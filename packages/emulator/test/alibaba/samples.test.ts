import { describe, expect, test } from 'vitest';
import samples from '../fixtures/alibaba/samples.json' with { type: 'json' };
import { jsonPaths, parseXml, xmlPaths } from './shapes.ts';
import { createStage, type Stage } from './stage.ts';

/** What the manual's tables and later versions print beyond the samples. */
const beyondTheSample: Readonly<Record<string, readonly string[]>> = {
  DescribeNatGateways: [
    'AutoPay',
    'BandwidthPackageIds',
    'DeletionProtection',
    'EcsMetricEnabled',
    'EipBindMode',
    'ExpiredTime',
    'FullNatTableIds',
    'IcmpReplyEnabled',
    'InstanceChargeType',
    'InternetChargeType',
    'NatGatewayPrivateInfo',
    'NatType',
    'NetworkType',
    'PrivateLinkEnabled',
    'ResourceGroupId',
    'SnatEntryEnabled',
    'Tags',
  ],
  DescribeForwardTableEntries: ['NatGatewayId'],
  DescribeSnatTableEntries: ['EipAffinity', 'NatGatewayId', 'SnatEntryName', 'TotalCount'],
};

/** Makes sure that what the sample shows is there to be shown. */
const preparations: Readonly<Record<string, (stage: Stage) => void>> = {
  GetNatGatewayConvertStatus(stage) {
    stage.must('UpdateNatGatewayNatType', stage.valid('UpdateNatGatewayNatType'));
    stage.pass(41);
  },
};

function answer(operation: string, format: 'JSON' | 'XML'): string {
  const stage = createStage();
  preparations[operation]?.(stage);
  return stage.raw(operation, { ...stage.valid(operation), Format: format }).body;
}

/** Paths the reply has and the sample lacks, without those the tables know. */
function undocumented(operation: string, reply: ReadonlySet<string>, sample: ReadonlySet<string>): string[] {
  const known = beyondTheSample[operation] ?? [];
  return [...reply].filter(
    (path) => !sample.has(path) && !path.split(/[.[\]: ]+/).some((part) => known.includes(part)),
  );
}

describe.each(Object.entries(samples))('%s', (operation, sample) => {
  test('answers JSON in the shape of its documented sample', () => {
    const documented = jsonPaths(sample.json);

    const reply = jsonPaths(JSON.parse(answer(operation, 'JSON')));

    expect([...documented].filter((path) => !reply.has(path))).toEqual([]);
    expect(undocumented(operation, reply, documented)).toEqual([]);
  });

  test('answers XML in the shape of its documented sample', () => {
    const documented = xmlPaths(parseXml(sample.xml));

    const reply = xmlPaths(parseXml(answer(operation, 'XML')));

    expect([...documented].filter((path) => !reply.has(path))).toEqual([]);
    expect(undocumented(operation, reply, documented)).toEqual([]);
  });
});
