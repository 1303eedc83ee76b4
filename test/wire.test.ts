import { NatError } from '@polynat/core';
import { expectWire, recordingSender, type WireScenario } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import { addresses } from './wire/addresses.ts';
import { answers, sceneOn, type Wire } from './wire/clouds.ts';
import { gateways } from './wire/gateways.ts';
import { networks } from './wire/networks.ts';
import { rules } from './wire/rules.ts';
import { sharedBandwidth } from './wire/shared-bandwidth.ts';
import type { Row, Rows } from './wire/table.ts';

const table: Rows = { ...gateways, ...addresses, ...rules, ...sharedBandwidth, ...networks };

/** What is unsupported has to send nothing, which the table tells; everything else that fails is a failure. */
const scenario =
  ({ run }: Row): WireScenario<Wire> =>
  async (wire, sender) => {
    try {
      await run(sceneOn(wire, sender), wire);
    } catch (thrown) {
      if (!NatError.is(thrown, 'unsupported')) throw thrown;
    }
  };

describe('on the wire, as the documents of each cloud have it', () => {
  it.each(Object.entries(table))('%s', (_, row) => expectWire(scenario(row), row.sent, { answers }));
});

describe('every request goes to the host of its service', () => {
  it.each([
    ['alibaba', 'read a gateway', 'https://vpc.cn-qingdao.aliyuncs.com/'],
    ['alibaba', 'allocate an address', 'https://vpc.cn-qingdao.aliyuncs.com/'],
    ['baidu', 'read a gateway', 'https://bcc.bj.baidubce.com/'],
    ['baidu', 'allocate an address', 'https://eip.bj.baidubce.com/'],
    ['baidu', 'resize shared bandwidth', 'https://eip.bj.baidubce.com/'],
    ['tencentV2', 'read a gateway', 'https://bmvpc.api.qcloud.com/'],
    ['tencentV2', 'allocate an address', 'https://bmeip.api.qcloud.com/'],
    ['tencentV3', 'read a gateway', 'https://bmvpc.tencentcloudapi.com/'],
    ['tencentV3', 'allocate an address', 'https://bmeip.tencentcloudapi.com/'],
  ] as const)('%s, to %s: %s', async (wire, name, host) => {
    const sender = recordingSender(answers[wire]);
    const row = table[name];
    if (!row) throw new Error(`no row "${name}"`);
    await Promise.resolve(row.run(sceneOn(wire, sender), wire)).catch(() => undefined);
    expect(sender.requests.map(({ url }) => url.startsWith(host))).toEqual(sender.requests.map(() => true));
    expect(sender.requests.length).toBeGreaterThan(0);
  });
});
