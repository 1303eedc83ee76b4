import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DnatRule, Gateway, Network, PublicAddress, SnatRule } from '@polynat/core';
import type { Purchases } from '@polynat/migrate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal(fleet);
});
afterAll(() => terminal.close());

const shopNetwork = async (): Promise<string> => {
  const networks = await terminal.json<Network[]>('networks', 'list', 'baidu');
  return `${networks.find(({ name }) => name === 'shop-network')?.id}`;
};

const refOf = async (name: string): Promise<string> => {
  const found = (await terminal.json<Gateway[]>('gateways', 'list')).find((gateway) => gateway.name === name);
  if (!found) throw new Error(`no gateway ${name}`);
  return `${found.ref}`;
};

describe('reading', () => {
  it('lists the gateways of three clouds in one table', async () => {
    const { exit, out } = await terminal.type('gateways', 'list');
    expect(exit).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^GATEWAY +NAME +STATE +SIZE +PUBLIC IPS +BILLING/);
    expect(out).toMatch(/alibaba:cn-qingdao\/ngw-\w+ +shop-egress +available +medium/);
    expect(out).toMatch(/baidu:bj\/nat-\w+ +search-out +available +small .*\d{4}-\d\d-\d\d$/m);
    expect(out).toMatch(
      /tencent-bm:ap-guangzhou\/vpc-\w+\/nat-\w+ +legacy_nat +available +1,000,000 connections/,
    );
  });

  it('finds the one public IP that is meant, on one cloud or among all', async () => {
    const all = await terminal.json<(PublicAddress & { readonly cloud: string })[]>('addresses', 'list');
    const [first, second] = all;
    const [one, other] = [`${first?.ip}`, `${second?.ip}`];
    expect(await terminal.json('addresses', 'find', '--id', one)).toEqual(first);
    const several = await terminal.type('addresses', 'find', '--id', one, other);
    expect([several.exit, several.err]).toEqual([1, expect.stringContaining(other)]);
    expect((await terminal.type('addresses', 'find', '--id', '192.0.2.9')).exit).toBe(3);
    const { exit } = await terminal.type('addresses', 'find', 'alibaba:cn-qingdao/ngw-1', '--free');
    expect(exit).toBe(2);
  });

  it('prints snapshots of the library with --json', async () => {
    const [gateway] = await terminal.json<Gateway[]>('gateways', 'list', '--cloud', 'baidu');
    expect(gateway).toMatchObject({ name: 'search-out', state: 'available', billing: { mode: 'prepaid' } });
    expect(await terminal.json('gateways', 'get', `${gateway?.ref}`)).toEqual(gateway);
  });

  it.each(
    [
      ['clouds'],
      ['networks', 'list', 'alibaba'],
      ['addresses', 'list'],
      ['addresses', 'list', '--free', '--cloud', 'baidu'],
      ['billing', 'expiring', '--within', '30d'],
      ['capabilities'],
      ['capabilities', 'tencent-bm'],
      ['capabilities', '--compare'],
      ['runs', 'list'],
      ['errors', 'explain'],
      ['errors', 'explain', 'busy'],
      ['call', 'alibaba'],
      ['call', 'tencent-bm', 'DescribeBmNatGateway'],
      ['completion', 'bash'],
    ].map((words) => [words.join(' '), words] as const),
  )('%s prints text, and JSON with --json', async (_line, words) => {
    const { exit, out, err } = await terminal.type(...words);
    expect([exit, err]).toEqual([0, '']);
    expect(out.length).toBeGreaterThan(10);
    expect(await terminal.json(...words)).toBeDefined();
  });

  it('lists what expires, soonest first', async () => {
    const soon = await terminal.json<Gateway[]>('billing', 'expiring', '--within', '30d');
    expect(soon.map(({ name }) => name)).toEqual(['search-out']);
    expect(await terminal.json('billing', 'expiring', '--within', '1d')).toEqual([]);
  });

  it('finds gateways by pattern, id, tag and expiry, and one or none', async () => {
    const all = await terminal.json<Gateway[]>('gateways', 'list');
    const names = async (...words: string[]) =>
      (await terminal.json<Gateway[]>('gateways', 'list', ...words)).map(({ name }) => name).sort();
    expect(await names('--name', 's*')).toEqual(['search-out', 'shop-egress']);
    expect(await names('--expires-within', '30d')).toEqual(['search-out']);
    expect(await names('--tag', 'team=nobody')).toEqual([]);
    expect(await names('--network', 'vpc-of-nobody')).toEqual([]);
    const found = await terminal.json<Gateway>('gateways', 'find', '--name', '*egress', '--cloud', 'alibaba');
    expect(await names('--id', `${found.ref}`.split('/').at(-1) ?? '')).toEqual(['shop-egress']);
    expect((await terminal.type('gateways', 'find', '--name', 'nobody')).exit).toBe(3);
    const several = await terminal.type('gateways', 'find');
    expect(several.exit).toBe(1);
    for (const { ref } of all) expect(several.err).toContain(`${ref}`);
  });

  it('shows and finds the rules of a gateway', async () => {
    const ref = await refOf('shop-egress');
    const [rule] = await terminal.json<SnatRule[]>('snat', 'list', ref);
    expect(await terminal.json('snat', 'get', ref, `${rule?.id}`)).toEqual(rule);
    expect(await terminal.json('snat', 'find', ref, '--id', `${rule?.id}`)).toEqual(rule);
    expect((await terminal.type('snat', 'get', ref, 'snat-nobody')).exit).toBe(3);
    const [forwarded] = await terminal.json<DnatRule[]>('dnat', 'list', ref);
    const port = forwarded?.public.ports === 'any' ? 1 : forwarded?.public.ports.from;
    expect(await terminal.json('dnat', 'find', ref, '--public', `:${port}`)).toEqual(forwarded);
  });

  it('explains error codes of the clouds', async () => {
    expect(await terminal.json('errors', 'explain', 'IncorretSnatEntryStatus')).toMatchObject({
      cloud: 'alibaba',
      means: 'busy',
    });
    expect(await terminal.json('errors', 'explain', 'NoSuchNat')).toMatchObject({
      cloud: 'baidu',
      means: 'not-found',
    });
    expect(await terminal.json('errors', 'explain', '13014')).toMatchObject({
      cloud: 'tencent-bm',
      means: 'not-found',
    });
  });
});

describe('changing', () => {
  it('creates a gateway with rules and deletes it again', async () => {
    const { vpcId, vSwitchId } = terminal.emulator.connection().networks.alibaba;
    const gateway = await terminal.json<Gateway>(
      'gateways',
      'create',
      'alibaba',
      '--network',
      vpcId,
      '--subnet',
      vSwitchId,
      '--name',
      'made',
      '--yes',
    );
    const ref = `${gateway.ref}`;
    const address = await terminal.json<PublicAddress>(
      'addresses',
      'allocate',
      'alibaba',
      '--bandwidth',
      '10',
      '--yes',
    );
    const { ip } = address;
    await terminal.json('addresses', 'attach', ref, ip);
    const rule = await terminal.json<SnatRule>('snat', 'add', ref, '10.1.128.0/24', '--name', 'out');
    expect(rule).toMatchObject({ source: { cidr: '10.1.128.0/24' }, through: [ip] });
    expect((await terminal.type('snat', 'list', ref)).out).toContain('10.1.128.0/24');
    await terminal.json('snat', 'remove', ref, rule.id, '--yes');
    await terminal.json('addresses', 'detach', ref, ip, '--yes');
    await terminal.json('addresses', 'release', 'alibaba', ip, '--yes');
    await terminal.json('gateways', 'rename', ref, 'made-again');
    const all = ['--name', 'made-anew', '--tag', 'team=shop', 'stage=test', '--protected'];
    expect(await terminal.json('gateways', 'update', ref, ...all)).toMatchObject({
      ...{ name: 'made-anew', protected: true },
      tags: { team: 'shop', stage: 'test' },
    });
    const back = ['--remove-tag', 'stage', '--no-protected'];
    expect(await terminal.json('gateways', 'update', ref, ...back)).toMatchObject({
      ...{ name: 'made-anew', protected: false, tags: { team: 'shop' } },
    });
    expect((await terminal.type('gateways', 'update', ref)).exit).toBe(2);
    const plan = await terminal.type('gateways', 'delete', ref, '--cascade', '--dry-run');
    expect(plan.out).toMatch(/gateway \S+ +removed +a request of its own/);
    expect((await terminal.type('gateways', 'delete', ref, '--release')).exit).toBe(2);
    await terminal.json('gateways', 'delete', ref, '--cascade', '--yes');
    expect((await terminal.type('gateways', 'get', ref)).exit).toBe(3);
  });

  it('sets switches of gateways and rules', async () => {
    const ref = await refOf('shop-egress');
    const gateway = await terminal.json<Gateway>('gateways', 'update', ref, '--icmp-reply', 'off');
    expect(gateway.options).toMatchObject({ icmpReply: false });
    expect((await terminal.type('gateways', 'get', ref)).out).toMatch(/switches +icmpReply=false/);
    const [rule] = await terminal.json<SnatRule[]>('snat', 'list', ref);
    const { id = '', through = [] } = rule ?? {};
    const source = rule && 'cidr' in rule.source ? `${rule.source.cidr}` : '';
    const words = ['snat', 'replace', ref, id, source, '--through', through.join()];
    expect(await terminal.json<SnatRule>(...words, '--affinity', 'on')).toMatchObject({ affinity: true });
    expect((await terminal.type('gateways', 'update', ref)).exit).toBe(2);
  });

  it('allocates and attaches a public IP with a rule, and detaches it with the rule', async () => {
    const ref = await refOf('shop-egress');
    const source = '10.1.224.0/24';
    const rule = await terminal.json<SnatRule>('snat', 'add', ref, source, '--through', 'new', '--yes');
    const [ip = ''] = rule.through;
    const addresses = await terminal.json<PublicAddress[]>('addresses', 'list', ref);
    expect(addresses.find((address) => address.ip === ip)).toMatchObject({ use: 'snat' });
    const { out } = await terminal.type('snat', 'remove', ref, rule.id, '--detach', '--yes');
    expect(out).toBe(`Removed ${rule.id}.\nDetached ${ip}. It stays in the account and is still billed.\n`);
    const again = await terminal.json<SnatRule>('snat', 'add', ref, source, '--through', ip, '--attach');
    expect(again.through).toEqual([ip]);
    const removal = await terminal.json('snat', 'remove', ref, again.id, '--detach-only', ip, '--yes');
    expect(removal).toEqual({ removed: again.id, detached: [ip], kept: [] });
    const endpoint = ['tcp', 'new:8443', '10.1.0.10:443'];
    const inbound = await terminal.json<DnatRule>('dnat', 'add', ref, ...endpoint, '--yes');
    await terminal.json('dnat', 'remove', ref, inbound.id, '--detach', '--yes');
    for (const idle of [ip, inbound.public.address])
      await terminal.json('addresses', 'release', 'alibaba', idle, '--yes');
    const useless = await terminal.type('snat', 'add', ref, source, '--bandwidth', '5');
    expect(useless).toMatchObject({ exit: 2, err: expect.stringContaining('--bandwidth') });
  });

  it('adds and replaces DNAT rules with ranges', async () => {
    const ref = await refOf('shop-egress');
    const [, , third] = await terminal.json<PublicAddress[]>('addresses', 'list', ref);
    const outside = `${third?.ip}`;
    const rule = await terminal.json<DnatRule>(
      'dnat',
      'add',
      ref,
      'tcp',
      `${outside}:8080-8090`,
      '10.1.0.20:9080-9090',
    );
    expect(rule).toMatchObject({ protocol: 'tcp', public: { ports: { from: 8080, to: 8090 } } });
    const changed = await terminal.json<DnatRule>(
      'dnat',
      'replace',
      ref,
      rule.id,
      'tcp',
      `${outside}:8080-8090`,
      '10.1.0.21:9080-9090',
    );
    expect(changed).toMatchObject({ private: { address: '10.1.0.21' } });
    await terminal.json('dnat', 'remove', ref, rule.id, '--yes');
  });

  it('renews and resizes', async () => {
    const search = await refOf('search-out');
    const before = await terminal.json<{ expires: string }>('billing', 'show', search);
    const after = await terminal.json<{ expires: string }>('billing', 'renew', search, '1m', '--yes');
    expect(Date.parse(after.expires) - Date.parse(before.expires)).toBeGreaterThan(27 * 86_400_000);
    const legacy = await refOf('legacy_nat');
    const resized = await terminal.json<Gateway>('gateways', 'resize', legacy, 'at-least=2000000', '--yes');
    expect(resized.size).toEqual({ connections: 3_000_000 });
  });

  it('calls native operations by name', async () => {
    const { vpcId } = terminal.emulator.connection().networks.alibaba;
    const answer = await terminal.json<{ NatGateways: unknown }>(
      'call',
      'alibaba',
      'DescribeNatGateways',
      `VpcId=${vpcId}`,
      'PageSize=10',
    );
    expect(JSON.stringify(answer)).toContain('shop-egress');
    expect((await terminal.type('call', 'alibaba', 'describenatgateways')).err).toContain(
      'did you mean DescribeNatGateways?',
    );
  });
});

describe('documents and migrations', () => {
  it('exports, plans, migrates and verifies', async () => {
    const ref = await refOf('shop-egress');
    const file = join(terminal.folder, 'shop.yaml');
    await terminal.json('export', ref, '--output', file);
    expect((await terminal.type('verify', file, ref)).out).toContain('No differences');
    expect((await terminal.type('plan', file, '--on', ref)).out).toContain('No differences');
    const mapping = join(terminal.folder, 'mapping.yaml');
    writeFileSync(
      mapping,
      JSON.stringify({
        network: { vpc: await shopNetwork() },
        size: { units: 1 },
        otherAddresses: 'allocate',
      }),
    );
    const planned = join(terminal.folder, 'plan.json');
    const { exit, out } = await terminal.type(
      'plan',
      ref,
      '--to',
      'baidu',
      '--mapping',
      mapping,
      '--output',
      planned,
    );
    expect([exit, out]).toEqual([0, expect.stringContaining('create gateway "shop-egress" on baidu')]);
    const built = await terminal.json<{
      run: string;
      state: string;
      target: string;
      pairs: { from: string; to: string }[];
    }>('apply', planned, '--yes');
    expect(built.state).toBe('awaiting-cut-over');
    const pairs = built.pairs.map(({ from, to }) => `${from}=${to}`);
    const verified = await terminal.type('verify', ref, built.target, '--address', ...pairs);
    expect([verified.exit, verified.out]).toEqual([0, 'No differences.\n']);
    await terminal.json('cut-over', built.run, '--switched', '--by', 'ops');
    await terminal.json('finalize', built.run, '--yes');
    const [listed] = await terminal.json<{ id: string; state: string }[]>('runs', 'list');
    expect(listed?.state).toBe('done');
    const shown = await terminal.json<Purchases>('runs', 'show', listed?.id ?? '');
    const addresses = built.pairs.map(({ to }) => to).sort();
    expect(shown.bought.flatMap(({ ip }) => ip ?? []).sort()).toEqual(addresses);
    expect(shown.bought.at(-1)).toMatchObject({ kind: 'gateway', id: built.target.split('/').at(-1) });
    expect([shown.undone, shown.left]).toEqual([[], []]);
  });

  it('ends with 5 when a plan has blocking gaps', async () => {
    const mapping = join(terminal.folder, 'open.yaml');
    writeFileSync(mapping, JSON.stringify({ network: { vpc: await shopNetwork() }, name: 'other' }));
    const { exit, out } = await terminal.type(
      'plan',
      await refOf('shop-egress'),
      '--to',
      'baidu',
      '--mapping',
      mapping,
    );
    expect([exit, out]).toEqual([5, expect.stringContaining('Blocking gaps')]);
  });
});

describe('invalid input', () => {
  it.each([
    ['a bad block', 2, /10\.0\.8\.0\/24/, ['snat', 'add', 'alibaba:cn-qingdao/ngw-1', '10.0.0.0/33']],
    [
      'a bad port',
      2,
      /1 to 65535/,
      ['dnat', 'add', 'alibaba:cn-qingdao/ngw-1', 'tcp', '1.2.3.4:70000', '10.0.0.1:80'],
    ],
    ['an unknown alias', 2, /use one of: alibaba, baidu, tencent-bm/, ['gateways', 'get', 'nowhere:x/y']],
    ['a missing gateway', 3, /not-found/, ['gateways', 'get', 'alibaba:cn-qingdao/ngw-none']],
    ['a feature the cloud lacks', 4, /unsupported/, ['dnat', 'list', 'tencent-bm:ap-guangzhou/vpc-1/nat-1']],
    [
      'a renewal that the cloud lacks',
      4,
      /RenewInstance/,
      ['billing', 'renew', 'alibaba:cn-qingdao/ngw-1', '1m', '--yes'],
    ],
    ['an unknown command', 2, /Did you mean list/, ['gateways', 'lst']],
    ['a missing argument', 2, /missing required argument/, ['gateways', 'get']],
    ['an unknown flag', 2, /unknown option/, ['gateways', 'list', '--colour']],
    [
      'no confirmation',
      7,
      /repeat the command with --yes/,
      ['gateways', 'create', 'alibaba', '--network', 'vpc-1'],
    ],
    [
      'a native write on Alibaba Cloud without confirmation',
      7,
      /repeat the command with --yes/,
      ['call', 'alibaba', 'DeleteNatGateway', 'NatGatewayId=ngw-1', 'Force=true'],
    ],
    [
      'a native write on Baidu AI Cloud without confirmation',
      7,
      /repeat the command with --yes/,
      ['call', 'baidu', 'RenewNat', 'natId=nat-1', 'billing.reservation.reservationLength=1'],
    ],
    [
      'a native write on Tencent Cloud without confirmation',
      7,
      /repeat the command with --yes/,
      ['call', 'tencent-bm', 'UpgradeBmNatGateway', 'vpcId=vpc-1', 'natId=nat-1', 'maxConcurrent=3000000'],
    ],
    ['no network', 2, /--network is required/, ['gateways', 'create', 'alibaba', '--yes']],
    ['a bad duration', 2, /90s, 10min/, ['billing', 'expiring', '--within', '30']],
    ['a missing file', 2, /cannot read/, ['apply', 'nowhere.json', '--yes']],
    ['an unknown shell', 2, /bash, zsh or fish/, ['completion', 'tcsh']],
    ['an unknown operation', 2, /has no operation/, ['call', 'baidu', 'Nothing']],
    [
      'an operation with a wrong field',
      2,
      /Nonsense/,
      ['call', 'alibaba', 'DescribeNatGateways', 'Nonsense=1'],
    ],
  ] as const)('%s ends with %i, one message and a remedy', async (_what, code, message, args) => {
    const typed = await terminal.type(...args);
    expect([typed.exit, typed.out]).toEqual([code, '']);
    expect(typed.err).toMatch(message);
    expect(typed.err).not.toMatch(/\n\s+at /);
  });

  it('is reported as JSON with --json', async () => {
    const { exit, err } = await terminal.type('gateways', 'get', 'alibaba:cn-qingdao/ngw-none', '--json');
    expect(exit).toBe(3);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'not-found', provider: { cloud: 'alibaba' } } });
  });
});

describe('pictures', () => {
  it('draws a gateway, and a plan as one HTML file, also from the file of the plan', async () => {
    const ref = await refOf('shop-egress');
    const drawn = await terminal.type('graph', ref, '--format', 'mermaid');
    expect([drawn.exit, drawn.out]).toEqual([0, expect.stringContaining('flowchart LR')]);
    expect((await terminal.type('graph', ref)).out).toContain('◀── SNAT  10.1.0.0/20  web');
    const path = (name: string) => join(terminal.folder, name);
    expect((await terminal.type('graph', ref, '--output', path('shop.svg'))).exit).toBe(0);
    expect(readFileSync(path('shop.svg'), 'utf8')).toMatch(/^<svg/);
    const decided = { network: { vpc: await shopNetwork() }, size: { units: 1 }, otherAddresses: 'allocate' };
    writeFileSync(path('pictures.json'), JSON.stringify({ ...decided, name: 'drawn' }));
    const planning = ['plan', ref, '--to', 'baidu', '--mapping', path('pictures.json')];
    const outputs = ['--output', path('drawn.plan'), '--report', path('plan.html')];
    expect((await terminal.type(...planning, ...outputs)).exit).toBe(0);
    expect(readFileSync(path('plan.html'), 'utf8').match(/<svg/g)).toHaveLength(2);
    const shown = await terminal.type('plan', 'show', path('drawn.plan'), '--report', path('alone.html'));
    expect([shown.exit, shown.out]).toEqual([0, expect.stringContaining('create gateway "drawn" on baidu')]);
    expect(readFileSync(path('alone.html'), 'utf8')).toBe(readFileSync(path('plan.html'), 'utf8'));
    const stored = JSON.parse(readFileSync(path('drawn.plan'), 'utf8'));
    const { before, ...bare } = stored;
    writeFileSync(path('bare.plan'), JSON.stringify(bare));
    const noted = await terminal.type('plan', 'show', path('bare.plan'), '--report', path('bare.html'));
    expect([noted.exit, noted.out]).toEqual([
      0,
      expect.stringContaining('does not tell what the source did'),
    ]);
    expect(readFileSync(path('bare.html'), 'utf8').match(/<svg/g)).toHaveLength(1);
    writeFileSync(path('false.plan'), JSON.stringify({ ...bare, before: { ...before, snat: [] } }));
    const refused = await terminal.type('plan', 'show', path('false.plan'), '--report', path('bare.html'));
    expect([refused.exit, refused.err]).toEqual([
      2,
      expect.stringContaining('changed after the plan was made'),
    ]);
  });
});
