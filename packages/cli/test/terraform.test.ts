import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
let ref: string;
beforeAll(async () => {
  terminal = await openTerminal({
    baidu: { gateways: [{ name: 'search-out', vpc: 'bj-network', cuNum: 1, bindEips: 2 }] },
  });
  const gateways = await terminal.json<{ ref: string }[]>('gateways', 'list', '--name', 'search-out');
  ref = gateways[0]?.ref ?? '';
});
afterAll(() => terminal.close());

it('writes the files of a configuration into a new folder, and never over others', async () => {
  const first = await terminal.type('export', ref, '--format', 'terraform', '--output-dir', 'infra');
  expect([first.exit, first.out]).toEqual([
    0,
    expect.stringContaining('must say: 5 to import, 0 to add, 0 to change, 0 to destroy.'),
  ]);
  const folder = join(terminal.folder, 'infra');
  expect(readdirSync(folder)).toEqual(['addresses.tf', 'gateway.tf', 'imports.tf', 'versions.tf']);
  expect(readFileSync(join(folder, 'gateway.tf'), 'utf8')).toContain(`# ${ref}\n`);
  const second = await terminal.type('export', ref, '--format', 'terraform', '--output-dir', 'infra');
  expect([second.exit, second.err]).toEqual([2, expect.stringContaining('infra/versions.tf exists already')]);
});

/** A state as `terraform show -json` prints it, with the gateway of this emulator in a module. */
async function writeState(file: string, name: string): Promise<void> {
  const gateway = await terminal.json<{ placement: { vpc: string }; addresses: { ip: string }[] }>(
    'gateways',
    'get',
    ref,
  );
  const id = ref.split('/').at(-1);
  const managed = (type: string, label: string, values: object) => ({
    address: `module.edge["a:b"].${type}.${label}`,
    mode: 'managed',
    type,
    values,
  });
  const billing = { payment_timing: 'Postpaid' };
  const resources = [
    managed('baiducloud_nat_gateway', 'nat', {
      id,
      name,
      vpc_id: gateway.placement.vpc,
      cu_num: '1',
      billing,
    }),
    ...gateway.addresses.map(({ ip }, index) =>
      managed('baiducloud_eip_association', `eip_${index}`, {
        id: ip,
        eip: ip,
        instance_id: id,
        instance_type: 'NAT',
      }),
    ),
  ];
  const state = { format_version: '1.0', values: { root_module: { child_modules: [{ resources }] } } };
  writeFileSync(join(terminal.folder, file), JSON.stringify(state));
}

const inState = 'module.edge["a:b"].baiducloud_nat_gateway.nat';

it('tells how gateways differ from a state of Terraform', async () => {
  await writeState('state.json', 'search-out');
  const same = await terminal.type('fleet', 'drift', '--terraform', 'state.json');
  expect([same.exit, same.out]).toEqual([0, expect.stringContaining('no drift')]);
  expect(same.out).toContain('not compared: dnat: the provider has no resource for DNAT rules');
  await writeState('other.json', 'search-in');
  const other = await terminal.type('fleet', 'drift', '--terraform', 'other.json');
  expect([other.exit, other.out]).toEqual([6, expect.stringContaining('rename "search-out" → "search-in"')]);
});

it('plans from a state of Terraform, and says what is not in it', async () => {
  const { exit, out, err } = await terminal.type(
    'plan',
    inState,
    '--from-terraform',
    'other.json',
    '--on',
    ref,
  );
  expect([exit, out]).toEqual([0, expect.stringContaining('rename "search-out" → "search-in"')]);
  expect(err).toContain('dnat is not in the state: the provider has no resource for DNAT rules');
  const mapping = join(terminal.folder, 'mapping.json');
  const [network] = await terminal.json<{ id: string }[]>('networks', 'list', 'baidu');
  writeFileSync(mapping, JSON.stringify({ network: { vpc: network?.id }, otherAddresses: 'allocate' }));
  const id = ref.split('/').at(-1) ?? '';
  const words = ['plan', id, '--from-terraform', 'other.json', '--to', 'baidu', '--mapping', mapping];
  expect((await terminal.type(...words)).out).toContain('create gateway "search-in" on baidu');
});

it('writes what a migration has made, once it has ended', async () => {
  const [network] = await terminal.json<{ id: string; subnets: { id: string }[] }[]>(
    'networks',
    'list',
    'alibaba',
  );
  const subnets = await terminal.json<{ id: string }[]>('networks', 'subnets', 'alibaba', network?.id ?? '');
  const mapping = join(terminal.folder, 'away.json');
  const place = { vpc: network?.id, subnet: subnets[0]?.id };
  writeFileSync(
    mapping,
    JSON.stringify({ network: place, otherAddresses: 'allocate', size: { metered: true } }),
  );
  const { run } = await terminal.json<{ run: string }>(
    'migrate',
    ref,
    '--to',
    'alibaba',
    '--mapping',
    mapping,
    '--yes',
  );
  const early = await terminal.type('export', run, '--format', 'terraform');
  expect([early.exit, early.err]).toEqual([1, expect.stringContaining('is awaiting-cut-over')]);
  await terminal.json('cut-over', run, '--switched', '--by', 'ops');
  await terminal.json('finalize', run, '--yes');
  const { exit } = await terminal.type('export', run, '--format', 'terraform', '--output-dir', 'after');
  expect(exit).toBe(0);
  const text = (file: string) => readFileSync(join(terminal.folder, 'after', file), 'utf8');
  expect(text('gateway.tf')).toContain('resource "alicloud_nat_gateway" "search_out"');
  expect(text('removed.tf')).toBe(
    `# ${ref} is still there and billed: leave it in Terraform until you delete it.\n`,
  );
});

it('prints one configuration, or JSON', async () => {
  const { out } = await terminal.type('export', ref, '--format', 'terraform');
  expect(out).toMatch(/^terraform \{\n {2}required_version/);
  const made = await terminal.json<{ imports: number; files: unknown[] }>(
    'export',
    ref,
    '--format',
    'terraform',
  );
  expect([made.imports, made.files.length]).toEqual([5, 4]);
});

it.each([
  ['a document', ['export', 'shop.yaml', '--format', 'terraform'], 'name the gateway'],
  ['an unknown format', ['export', 'baidu:bj/nat-1', '--format', 'pulumi'], 'name, terraform'],
  ['its format for others', ['gateways', 'list', '--format', 'terraform'], 'csv, name'],
  ['drift without anything to compare with', ['fleet', 'drift'], 'name a folder'],
  [
    'a state that is not JSON',
    ['fleet', 'drift', '--terraform', 'infra/gateway.tf'],
    'terraform show -json > state.json',
  ],
  [
    'a gateway that the state has not',
    ['plan', 'x', '--from-terraform', 'state.json', '--on', 'baidu:bj/nat-1'],
    inState,
  ],
  ['a run that is not there', ['export', 'run-1', '--format', 'terraform'], 'polynat runs list'],
  [
    'a state for a gateway',
    ['export', 'baidu:bj/nat-1', '--format', 'terraform', '--from-terraform', 'state.json'],
    'name a run',
  ],
  ['a folder for a document', ['export', 'baidu:bj/nat-1', '--output-dir', 'x'], '--format terraform'],
])('refuses %s', async (_what, args, remedy) => {
  const { exit, err } = await terminal.type(...args);
  expect([2, 3]).toContain(exit);
  expect(err).toContain(remedy);
});
