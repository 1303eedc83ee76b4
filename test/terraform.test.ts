import { exportHcl } from '@polynat/terraform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './migration/stage.ts';
import { faultsIn } from './terraform/faults.ts';
import { type Parsed, parsed } from './terraform/parsed.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

// biome-ignore lint/suspicious/noTemplateCurlyInString: what Terraform would evaluate
const hostile = 'out "of" ${file("a")} %{ if true }';

/** Provider settings, tags, several public IPs for a rule, both protocols on a port: what gateways have and seeds have not. */
async function changed(alias: string): Promise<string> {
  const ref = await stage.gatewayOn(alias);
  const handle = stage.nat.gateway(ref);
  const [first, second] = await handle.addresses.list().toArray();
  if (!first || !second) throw new Error(`${alias} has two public IPs`);
  if (alias === 'tencent-vpc') {
    const outside = { address: second.ip, ports: 443 };
    await handle.dnat.add({
      protocol: 'udp',
      public: outside,
      private: { address: '10.20.1.10', ports: 443 },
    });
    await handle.snat.add({ source: { hosts: ['10.20.1.7'] }, through: [second.ip] });
  }
  if (alias === 'baidu')
    await handle.snat.add({
      source: { cidr: '10.20.9.0/24' },
      through: [first.ip, second.ip],
      name: 'pool',
    });
  if (alias === 'alibaba') {
    await stage.nat.cloud(alias).native?.call('ModifyNatGatewayAttribute', {
      RegionId: 'cn-qingdao',
      NatGatewayId: handle.ref.id,
      IcmpReplyEnabled: 'false',
      Description: hostile,
    });
  }
  return ref;
}

const gateways = ['alibaba', 'baidu', 'tencent-vpc'] as const;

describe.each(gateways)('HCL of a gateway of %s', (alias) => {
  let written: Parsed;
  let text: string;
  let ref: string;
  beforeAll(async () => {
    ref = await changed(alias);
    const { files } = await exportHcl(stage.nat, ref);
    text = files.map((file) => file.text).join('\n');
    written = await parsed(files);
  });

  it('has what its provider requires, nothing that it refuses and nothing that an import would change', () => {
    expect(faultsIn(written)).toEqual([]);
  });

  it('names the gateway above each resource', () => {
    const blocks = text.split('\n\n').filter((part) => /^resource /m.test(part));
    expect(blocks).toHaveLength(written.resources.length);
    expect(blocks.filter((part) => !part.startsWith(`# ${ref}`))).toEqual([]);
  });

  it('has every rule as a resource or as a comment', async () => {
    const handle = stage.nat.gateway(ref);
    const rules = [...(await handle.snat.list().toArray()), ...(await handle.dnat.list().toArray())];
    expect(rules.length).toBeGreaterThan(2);
    expect(rules.filter(({ id }) => !text.includes(` rule ${id}: `))).toEqual([]);
  });
});

it('writes the settings that only Alibaba Cloud has', async () => {
  const { files } = await exportHcl(stage.nat, await stage.gatewayOn('alibaba'));
  const { resources } = await parsed(files);
  expect(resources.find(({ type }) => type === 'alicloud_nat_gateway')?.attributes).toMatchObject({
    description: hostile.replace('$', '$$$$').replace('%{', '%%{'),
    icmp_reply_enabled: false,
    tags: { team: 'shop' },
  });
});

it('warns of two rules that the provider of Tencent Cloud cannot tell apart', async () => {
  const { files } = await exportHcl(stage.nat, await stage.gatewayOn('tencent-vpc'));
  const rules = files.find(({ path }) => path === 'rules.tf')?.text ?? '';
  expect(rules.match(/may take the other rule/g)).toHaveLength(2);
});

it('tells what a provider has no resource for', async () => {
  const { unsaid, imports } = await exportHcl(stage.nat, await stage.gatewayOn('baidu'));
  expect(unsaid.map(({ why }) => why)).toEqual(['the provider has no resource for DNAT rules']);
  expect(imports).toBe(8);
});

it('refuses a cloud without resources and reads nothing', async () => {
  const ref = await stage.gatewayOn('tencent-bm');
  stage.emulator.clearRequests();
  await expect(exportHcl(stage.nat, ref)).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('no resources for NAT gateways of bare metal'),
    remedy: 'export it as a document with `polynat export`',
  });
  expect(stage.emulator.requests()).toEqual([]);
});
