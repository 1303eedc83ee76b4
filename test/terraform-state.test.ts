import { exportGateway } from '@polynat/migrate';
import { driftFromState, exportHcl, readState, requireDocument, stateGateway } from '@polynat/terraform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './migration/stage.ts';
import { parsed } from './terraform/parsed.ts';
import { type Shown, type ShownResource, shownAfter } from './terraform/state.ts';
import { readerOf } from './terraform/world.ts';

let stage: Stage;
const states = new Map<string, Shown>();
const gateways = ['alibaba', 'baidu', 'tencent-vpc'] as const;

beforeAll(async () => {
  stage = await openStage();
  for (const alias of gateways) {
    const { files } = await exportHcl(stage.nat, await stage.gatewayOn(alias));
    states.set(alias, shownAfter(await parsed(files), readerOf(stage.emulator)));
  }
});
afterAll(() => stage.close());

function stateOf(alias: string): Shown {
  const state = states.get(alias);
  if (!state) throw new Error(`no state of ${alias}`);
  return state;
}

/** The same state with other values, by the type of resource. */
const changed = (
  { values, ...state }: Shown,
  type: string,
  change: (resource: ShownResource) => readonly ShownResource[],
): Shown => ({
  ...state,
  values: {
    root_module: {
      resources: values.root_module.resources.flatMap((one) => (one.type === type ? change(one) : [one])),
    },
  },
});

const withValues =
  (values: object) =>
  (resource: ShownResource): readonly ShownResource[] => [
    { ...resource, values: { ...resource.values, ...values } },
  ];

/** The size that an import of Baidu AI Cloud does not read. */
const known = (alias: string) =>
  changed(stateOf(alias), 'baiducloud_nat_gateway', withValues({ cu_num: '1' }));

const sorted = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).sort();

describe.each(gateways)('the state of a gateway of %s', (alias) => {
  it('becomes the document that the cloud itself gives, as far as Terraform knows', async () => {
    const [found] = readState(known(alias));
    const document = found && requireDocument(found);
    const exported = await exportGateway(stage.nat, await stage.gatewayOn(alias));
    const { name, description, size, generation, outboundMbps, tags } = exported.gateway;
    expect(document?.gateway).toMatchObject({ name, size, generation, tags });
    expect(document?.gateway).toMatchObject({
      ...(description !== undefined && { description }),
      ...(outboundMbps !== undefined && { outboundMbps }),
      network: { vpc: exported.gateway.network.vpc },
      billing: { mode: exported.gateway.billing.mode },
    });
    expect(document?.addresses).toEqual(exported.addresses);
    const expressible = exported.snat.filter(({ source }) => !(alias === 'tencent-vpc' && 'cidr' in source));
    expect(sorted(document?.snat ?? [])).toEqual(sorted(expressible));
    expect(sorted(document?.dnat ?? [])).toEqual(sorted(alias === 'baidu' ? [] : exported.dnat));
  });

  it('has not drifted from the gateway it was made from', async () => {
    const [drift] = await driftFromState(stage.nat, stateOf(alias));
    expect(drift).toMatchObject({ ref: await stage.gatewayOn(alias), steps: [] });
    expect(drift?.failure).toBeUndefined();
  });
});

describe('drift from a state', () => {
  it.each([
    ['alibaba', 'alicloud_nat_gateway', { nat_gateway_name: 'other' }, /→ "other"/],
    ['alibaba', 'alicloud_nat_gateway', { icmp_reply_enabled: false }, /icmp|ping/i],
    ['alibaba', 'alicloud_nat_gateway', { deletion_protection: false }, /deletion/],
    ['baidu', 'baiducloud_nat_gateway', { name: 'other' }, /→ "other"/],
    ['tencent-vpc', 'tencentcloud_nat_gateway', { max_concurrent: 3000000 }, /resize/],
    ['tencent-vpc', 'tencentcloud_nat_gateway', { bandwidth: 200 }, /200 Mbit\/s/],
  ])('of %s tells that %s has another value', async (alias, type, values, words) => {
    const [drift] = await driftFromState(stage.nat, changed(stateOf(alias), type, withValues(values)));
    expect(drift?.failure).toBeUndefined();
    expect(drift?.steps).toEqual([expect.stringMatching(words)]);
  });

  it('tells what Terraform does not manage, which is no drift', async () => {
    const state = changed(stateOf('alibaba'), 'alicloud_forward_entry', () => []);
    const [drift] = await driftFromState(stage.nat, state);
    expect(drift?.steps).toEqual([]);
    expect(drift?.unmanaged).toContain('DNAT tcp 47.92.0.2:443 → 10.20.0.10:8443');
    expect(drift?.unmanaged).toHaveLength(3);
  });

  it('tells a rule that somebody has removed by hand', async () => {
    const state = changed(stateOf('tencent-vpc'), 'tencentcloud_dnat', (one) => [
      one,
      ...withValues({ elastic_port: '444' })(one),
    ]);
    const [drift] = await driftFromState(stage.nat, state);
    expect(drift?.steps).toEqual([expect.stringContaining('198.20.0.2:444')]);
  });

  it('names a gateway that is gone, and goes on with the others', async () => {
    const gone = changed(stateOf('alibaba'), 'alicloud_nat_gateway', withValues({ id: 'ngw-gone' }));
    const resources = [
      ...gone.values.root_module.resources,
      ...stateOf('baidu').values.root_module.resources,
    ];
    const drifts = await driftFromState(stage.nat, { ...gone, values: { root_module: { resources } } });
    expect(drifts.map(({ failure }) => failure?.code)).toEqual(['not-found', undefined]);
  });
});

describe('reading a state', () => {
  it('finds gateways in modules, by address or id', () => {
    const [gateway, ...rest] = stateOf('tencent-vpc').values.root_module.resources;
    const inner = { address: 'module.edge["a"].module.nat', resources: rest };
    const outer = { address: 'module.edge["a"]', child_modules: [inner] };
    const state = {
      format_version: '1.0',
      values: { root_module: { resources: [gateway], child_modules: [outer] } },
    };
    const [found] = readState(state);
    expect(stateGateway(readState(state), found?.id ?? '')).toEqual(found);
    expect(stateGateway(readState(state), found?.address ?? '').document?.dnat).toHaveLength(1);
  });

  it('reads the old names of Alibaba Cloud', () => {
    const state = changed(stateOf('alibaba'), 'alicloud_eip_address', (one) => [
      { ...one, type: 'alicloud_eip', values: { ...one.values, bandwidth: 5 } },
    ]);
    expect(readState(state)[0]?.document?.addresses.map(({ bandwidthMbps }) => bandwidthMbps)).toEqual([
      5, 5, 5,
    ]);
  });

  it('says what a plan knows only after apply', () => {
    const { values } = stateOf('alibaba');
    const [rule] = values.root_module.resources.filter(({ type }) => type === 'alicloud_snat_entry');
    const plan = {
      format_version: '1.2',
      planned_values: values,
      resource_changes: [{ address: rule?.address, change: { after_unknown: { snat_ip: true } } }],
    };
    const [found] = readState(plan);
    expect(found?.missing).toEqual([
      { where: `${rule?.address}.snat_ip`, why: 'it is known only after apply' },
    ]);
    expect(() => found && requireDocument(found)).toThrow('it is known only after apply');
  });

  it('does not copy what is marked as sensitive', () => {
    const state = changed(stateOf('alibaba'), 'alicloud_nat_gateway', (one) => [
      { ...one, sensitive_values: { description: true, tags: { team: true }, vpc_id: false } },
    ]);
    const text = JSON.stringify(readState(state));
    expect(text).toContain('shop-egress');
    expect(text).not.toContain('Way out of the shop');
    expect(text).not.toContain('"team"');
  });

  it.each([
    ['terraform.tfstate', { version: 4, lineage: 'x', resources: [] }, 'terraform.tfstate itself'],
    ['another version', { format_version: '2.0' }, 'must be 1.x'],
    ['something else', [], 'expected object'],
  ])('refuses %s and says how to write the file', (_what, input, message) => {
    expect(() => readState(input)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        remedy: expect.stringContaining('terraform show -json > state.json'),
      }),
    );
  });

  it('names the attribute that does not fit', () => {
    const state = changed(stateOf('alibaba'), 'alicloud_nat_gateway', withValues({ tags: 'none' }));
    expect(() => readState(state)).toThrow(
      expect.objectContaining({ field: 'alicloud_nat_gateway.shop_egress.tags' }),
    );
  });

  it('asks for the gateway itself where a size is missing', () => {
    const [found] = readState(stateOf('baidu'));
    expect(() => found && requireDocument(found)).toThrow('an import does not read cu_num');
  });

  it('has no gateway in an empty state, and says which there are', () => {
    expect(readState({ format_version: '1.0' })).toEqual([]);
    expect(() => stateGateway(readState(stateOf('baidu')), 'x')).toThrow(
      expect.objectContaining({ remedy: 'name one of: baiducloud_nat_gateway.search_out' }),
    );
  });
});
