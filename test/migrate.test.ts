import type { GatewayHandle, Listing } from '@polynat/core';
import type { LoggedRequest } from '@polynat/emulator';
import {
  changingSteps,
  exportGateway,
  type GatewayDocument,
  type Mapping,
  planChange,
  planMigration,
  readMigrated,
  verifyGateways,
} from '@polynat/migrate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crossings } from './migration/crossings.ts';
import { kinds, orderedPairs } from './migration/drivers.ts';
import { manyRules } from './migration/large.ts';
import { seed } from './migration/seed.ts';
import { openStage, type Stage } from './migration/stage.ts';
import { applyThrough } from './migration/through.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

type Decisions = Omit<Mapping, 'network'>;

interface Move {
  readonly from: string;
  readonly to: string;
  readonly decided: Decisions;
  /** Severity, kind and place of every gap, in order. */
  readonly gaps: readonly string[];
  /** What a packet meets afterwards that differs from before, by what was accepted. */
  readonly differences: readonly string[];
}

const labels = ['lossy description gateway.description', 'lossy tags gateway.tags'];
/** Addresses on Baidu have names, and no order repeats them. */
const namedAddresses = ['lossy provider-settings addresses.0', 'lossy provider-settings addresses.1'];
const prepaid = 'lossy prepaid gateway.billing';
/** One cloud forwards sources that no rule covers, the other drops them. */
const withoutRule = 'lossy snat-source snat';

const moves: readonly Move[] = [
  {
    from: 'alibaba',
    to: 'baidu',
    decided: { otherAddresses: 'allocate', size: { units: 1 } },
    gaps: ['lossy description gateway.description', 'lossy provider-settings gateway'],
    differences: [],
  },
  {
    from: 'alibaba',
    to: 'tencent-bm',
    decided: {
      otherAddresses: 'allocate',
      addresses: { '47.92.0.2': 'drop', '47.92.0.3': 'drop' },
      accept: ['dnat'],
    },
    gaps: [
      'lossy name gateway.name',
      ...labels,
      'lossy protection gateway.protected',
      'lossy address-bandwidth addresses.0',
      'lossy addresses addresses.1',
      'lossy addresses addresses.2',
      'lossy rule-name snat.0.name',
      'lossy rule-name snat.1.name',
      'lossy dnat dnat.0',
      'lossy dnat dnat.1',
      'lossy dnat dnat.2',
      'lossy provider-settings gateway',
    ],
    differences: [
      'to other 47.92.0.3: no DNAT',
      'to tcp 47.92.0.2:443: no DNAT',
      'to tcp 47.92.0.3:1: no DNAT',
      'to udp 47.92.0.2:7000: no DNAT',
      'to udp 47.92.0.3:1: no DNAT',
    ],
  },
  {
    from: 'baidu',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', size: { metered: true }, billing: { mode: 'on-demand' } },
    gaps: ['lossy metering gateway.size', prepaid, ...namedAddresses],
    differences: [],
  },
  {
    from: 'baidu',
    to: 'tencent-bm',
    decided: {
      addresses: { '198.18.0.151': '198.19.1.1', '198.18.0.152': '198.19.1.2' },
      size: { tier: 'small' },
      billing: { mode: 'on-demand' },
      accept: ['dnat', 'snat-through'],
    },
    gaps: [
      'lossy name gateway.name',
      prepaid,
      'lossy snat-through snat.0.through',
      'lossy rule-name snat.0.name',
      'lossy snat-through snat.1.through',
      'lossy rule-name snat.1.name',
      'lossy dnat dnat.0',
      ...namedAddresses,
    ],
    differences: [
      'from 10.20.0.0: SNAT → 198.19.1.1 or 198.19.1.2',
      'from 10.20.1.0: SNAT → 198.19.1.1 or 198.19.1.2',
      'to tcp 198.19.1.2:443: no DNAT',
    ],
  },
  {
    from: 'tencent-bm',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', accept: ['snat-through'], name: 'legacy' },
    gaps: [
      'lossy metering gateway.size',
      'lossy address-bandwidth addresses.0',
      'lossy address-bandwidth addresses.1',
      'lossy snat-through snat.0.through',
      'lossy snat-through snat.1.through',
      'lossy snat-through snat.2.through',
    ],
    differences: ['from 10.20.0.0: SNAT → FIRST', 'from 10.20.1.10: SNAT → FIRST'],
  },
  {
    from: 'tencent-bm',
    to: 'baidu',
    decided: { otherAddresses: 'allocate', size: { units: 2 } },
    gaps: ['lossy address-bandwidth addresses.0', 'lossy address-bandwidth addresses.1'],
    differences: [],
  },
  {
    from: 'tencent-bm',
    to: 'tencent-vpc',
    decided: { otherAddresses: 'allocate' },
    gaps: [
      'lossy gateway-bandwidth gateway',
      'lossy address-bandwidth addresses.0',
      'lossy address-bandwidth addresses.1',
      withoutRule,
    ],
    differences: [],
  },
  {
    from: 'alibaba',
    to: 'tencent-vpc',
    decided: { otherAddresses: 'allocate', accept: ['dnat-protocol'] },
    gaps: [
      'lossy description gateway.description',
      withoutRule,
      'lossy dnat-protocol dnat.2',
      'lossy provider-settings gateway',
    ],
    differences: [
      'to other 198.19.0.3: no DNAT',
      'to tcp 198.19.0.3:1: no DNAT',
      'to udp 198.19.0.3:1: no DNAT',
    ],
  },
  {
    from: 'baidu',
    to: 'tencent-vpc',
    decided: { otherAddresses: 'allocate', size: { metered: true }, billing: { mode: 'on-demand' } },
    gaps: ['lossy metering gateway.size', prepaid, withoutRule, ...namedAddresses],
    differences: [],
  },
  {
    from: 'tencent-vpc',
    to: 'tencent-bm',
    decided: { otherAddresses: 'allocate', accept: ['dnat', 'snat-source', 'snat-through'] },
    gaps: [
      'lossy name gateway.name',
      'lossy tags gateway.tags',
      'lossy protection gateway.protected',
      'lossy address-bandwidth addresses.0',
      'lossy address-bandwidth addresses.1',
      'lossy snat-through snat.0.through',
      'lossy rule-name snat.0.name',
      'lossy snat-source snat.1',
      withoutRule,
      'lossy dnat dnat.0',
    ],
    differences: [
      'from 10.20.0.0: SNAT → FIRST or 198.18.0.30',
      'from 10.20.1.0: no SNAT',
      'to tcp 198.18.0.30:443: no DNAT',
    ],
  },
  {
    from: 'tencent-vpc',
    to: 'alibaba',
    decided: { otherAddresses: 'allocate', accept: ['snat-source', 'snat-through'] },
    gaps: ['lossy metering gateway.size', 'lossy snat-through snat.1.through', withoutRule],
    differences: ['from 10.20.1.0: SNAT → FIRST'],
  },
  {
    from: 'tencent-vpc',
    to: 'baidu',
    decided: { otherAddresses: 'allocate', size: { units: 2 }, accept: ['snat-source'] },
    gaps: [withoutRule],
    differences: [],
  },
];

describe('a gateway', () => {
  it('is moved over each ordered pair of clouds', () => {
    expect(moves.map(({ from, to }) => `${from} → ${to}`).sort()).toEqual([...orderedPairs].sort());
  });

  it.each(moves)(
    'moves from $from to $to with exactly these gaps, and does the same afterwards',
    async (move) => {
      const { nat, migrations, clock, emulator } = stage;
      const source = await stage.gatewayOn(move.from);
      const mapping: Mapping = { network: await stage.placeOn(move.to), ...move.decided };
      const plan = await planMigration(nat, source, { to: move.to, mapping, clock });
      expect(plan.gaps.map(({ severity, kind, where }) => `${severity} ${kind} ${where}`)).toEqual(move.gaps);

      emulator.clearRequests();
      const outcome = await applyThrough(migrations, plan);
      expect(outcome).toMatchObject({ state: 'done' });
      if (outcome.state !== 'done') return;
      const { ref, addresses } = readMigrated(outcome.output);
      const first = addresses[Object.keys(addresses)[0] ?? ''] ?? '';
      const differences = await verifyGateways(nat, source, ref, { addresses });
      expect(differences.map(({ packet, after }) => `${packet}: ${after}`)).toEqual(
        move.differences.map((line) => line.replace('FIRST', first)),
      );
      if (move.decided.otherAddresses === 'allocate')
        expect(await meteringOf(nat.gateway(ref))).toEqual(
          addressesBy(await meteringOf(nat.gateway(source)), addresses),
        );
      expect(await stepsWithoutRequests(plan.id)).toEqual([]);
      expect(ordersOn(move.to, emulator.requests())).toEqual(orders(move, Object.keys(addresses).length));
    },
  );
});

describe('many rules', () => {
  it('go to a cloud that takes several in one request with few requests, and once though an answer is lost', async () => {
    const rules = 250;
    const { seed, decided } = manyRules(rules, rules);
    const many = await openStage(seed);
    const { nat, clock, emulator, migrations } = many;
    const source = await many.gatewayOn('alibaba');
    const mapping: Mapping = { network: await many.placeOn('baidu'), ...decided };
    const plan = await planMigration(nat, source, { to: 'baidu', mapping, clock });
    emulator.clearRequests();
    emulator.faults.append({ kind: 'reset-after', cloud: 'baidu', operation: 'BatchAddDnatRules', count: 1 });
    const built = await (await migrations.apply(plan)).wait();
    expect(built).toMatchObject({ state: 'waiting' });
    const requests = emulator.requests().length;
    const outcome = await applyThrough(migrations, plan);
    expect(outcome).toMatchObject({ state: 'done' });
    if (outcome.state !== 'done') return;
    const { ref, addresses } = readMigrated(outcome.output);
    expect(await verifyGateways(nat, source, ref, { addresses })).toEqual([]);
    const counts = countsOf(emulator.requests());
    expect(counts).toMatchObject({ BatchAddSnatRules: 3, BatchAddDnatRules: 4 });
    expect(counts).not.toHaveProperty('CreateSnatRule');
    expect(counts).not.toHaveProperty('CreateDnatRule');
    expect(requests).toBeLessThan(100);
    await many.close();
  });
});

function countsOf(requests: readonly LoggedRequest[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { operation } of requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

describe('a preflight', () => {
  const planOf = async (own: Stage, from: string, to: string) => {
    const decided = crossings.find((one) => one.from === from && one.to === to)?.decided;
    const mapping = { network: await own.placeOn(to), otherAddresses: 'allocate', ...decided } as const;
    return planMigration(own.nat, await own.gatewayOn(from), { to, mapping, clock: own.clock });
  };

  it('learns from Alibaba Cloud that a zone is sold out', async () => {
    const zones = { 'cn-qingdao-a': { enhancedStock: 1 } };
    const own = await openStage({ ...seed, alibaba: { ...seed.alibaba, zones } });
    const plan = await planOf(own, 'baidu', 'alibaba');
    expect(plan.gaps).toContainEqual(
      expect.objectContaining({
        kind: 'quota',
        severity: 'blocking',
        what: 'a gateway in zone cn-qingdao-a on alibaba',
        why: 'gateways are sold in cn-qingdao-b',
      }),
    );
    await own.close();
  });

  it('learns from Tencent Cloud VPC that no public IP is left today, and buys nothing', async () => {
    const { nat, migrations, engine } = stage;
    const plan = await planOf(stage, 'tencent-bm', 'tencent-vpc');
    const { addresses = 0 } = await nat.cloud('tencent-vpc').availability();
    expect(addresses).toBeGreaterThan(1);
    for (let more = addresses; more > 1; more -= 1) await nat.cloud('tencent-vpc').addresses.allocate({});
    stage.emulator.clearRequests();
    expect(await (await migrations.apply(plan)).wait()).toMatchObject({
      state: 'failed',
      operations: ['preflight'],
      failure: { code: 'quota-exceeded', message: expect.stringContaining('1 more can be allocated today') },
    });
    expect(Object.keys(countsOf(stage.emulator.requests()))).not.toContain('AllocateAddresses');
    const record = await engine.get(plan.id);
    expect(record?.steps.filter(({ kind }) => kind === 'address.allocate')).toEqual([]);
  });
});

const rollbacks = [
  { from: 'baidu', to: 'alibaba', writes: ['DeleteNatGateway', 'ReleaseEipAddress'] },
  { from: 'tencent-bm', to: 'baidu', writes: ['ReleaseEip', 'ReleaseNat'] },
  { from: 'tencent-vpc', to: 'tencent-bm', writes: ['DeleteBmNatGateway', 'EipBmDelete'] },
  { from: 'tencent-bm', to: 'tencent-vpc', writes: ['DeleteNatGateway', 'ReleaseAddresses'] },
] as const;

describe('a rollback on a cloud whose gateways go with their rules', () => {
  const newOn = async (to: string, known: readonly string[]) =>
    (await stage.nat.cloud(to).gateways.list().toArray()).filter(({ ref }) => !known.includes(`${ref}`));
  const namesOn = async (to: string) => {
    const { gateways, addresses } = stage.nat.cloud(to);
    return {
      gateways: (await gateways.list().toArray()).map(({ ref }) => `${ref}`).sort(),
      addresses: (await addresses.list().toArray()).map(({ ip }) => ip).sort(),
    };
  };
  const doubted = async ({ from, to }: (typeof rollbacks)[number]) => {
    const { nat, clock } = stage;
    const crossing = crossings.find((one) => one.from === from && one.to === to);
    const mapping = { network: await stage.placeOn(to), otherAddresses: 'allocate', ...crossing?.decided };
    const plan = await planMigration(nat, await stage.gatewayOn(from), { to, mapping, clock });
    const doubting = stage.doubting();
    const run = await doubting.apply(plan);
    await run.wait();
    return { back: async () => (await doubting.rollBack(run.id)).wait() };
  };

  it.each(rollbacks)(
    'removes no rule and detaches no public IP one by one on $to, and leaves nothing',
    async (rollback) => {
      const before = await namesOn(rollback.to);
      const { back } = await doubted(rollback);
      stage.emulator.clearRequests();
      expect(await back()).toMatchObject({ state: 'rolled-back' });
      const writes = Object.keys(countsOf(stage.emulator.requests())).filter(
        (name) => !/^(Describe|Get|List|Query|EipBmQuery)/.test(name),
      );
      expect(writes.sort()).toEqual(rollback.writes);
      expect(await namesOn(rollback.to)).toEqual(before);
    },
  );

  it.each(rollbacks)(
    'does not delete a gateway on $to to which somebody else has added a public IP, until it is gone',
    async (rollback) => {
      const { to } = rollback;
      const before = await namesOn(to);
      const { back } = await doubted(rollback);
      const [gateway] = await newOn(to, before.gateways);
      if (!gateway) throw new Error('the run has created a gateway');
      const network = to === 'tencent-bm' ? { network: gateway.placement.vpc } : {};
      const { ip } = await stage.nat.cloud(to).addresses.allocate({ meteredBy: 'traffic', ...network });
      const handle = stage.nat.gateway(gateway.ref);
      await handle.addresses.attach(ip);
      stage.emulator.clearRequests();
      expect(await back()).toMatchObject({
        state: 'rollback-failed',
        failure: { code: 'failed-precondition', message: expect.stringContaining(ip) },
      });
      expect(Object.keys(countsOf(stage.emulator.requests()))).not.toContain(rollback.writes[0]);
      await handle.addresses.detach(ip);
      expect(await back()).toMatchObject({ state: 'rolled-back' });
      const { addresses, gateways } = await namesOn(to);
      expect(gateways).toEqual(before.gateways);
      expect(addresses).toEqual([...before.addresses, ip].sort());
      await stage.nat.cloud(to).addresses.release(ip);
    },
  );

  it('does not delete a gateway to which somebody else has added a rule, and names the rule', async () => {
    const [, rollback] = rollbacks;
    const before = await namesOn(rollback.to);
    const { back } = await doubted(rollback);
    const [gateway] = await newOn(rollback.to, before.gateways);
    if (!gateway) throw new Error('the run has created a gateway');
    const { snat } = stage.nat.gateway(gateway.ref);
    const { id } = await snat.add({ source: { cidr: '10.20.9.0/24' } });
    expect(await back()).toMatchObject({
      state: 'rollback-failed',
      failure: { message: expect.stringContaining('SNAT 10.20.9.0/24') },
    });
    expect((await snat.list().toArray()).map((rule) => rule.id)).toContain(id);
    await snat.remove(id);
    expect(await back()).toMatchObject({ state: 'rolled-back' });
  });
});

describe('a source that route tables still point at', () => {
  it('keeps its rules and public IPs when the cloud refuses to delete it', async () => {
    const { nat, migrations, clock } = stage;
    const source = await stage.gatewayOn('tencent-vpc');
    const mapping: Mapping = {
      network: await stage.placeOn('baidu'),
      otherAddresses: 'allocate',
      size: { units: 2 },
      accept: ['snat-source'],
      deleteSource: true,
    };
    const before = await exportGateway(nat, source, { clock });
    const plan = await planMigration(nat, source, { to: 'baidu', mapping, clock });
    expect(await applyThrough(migrations, plan)).toMatchObject({
      state: 'failed',
      operations: ['delete-source'],
    });
    const { gateway, ...after } = await exportGateway(nat, source, { clock });
    expect(after).toEqual({
      polynat: 1,
      addresses: before.addresses,
      snat: before.snat,
      dnat: before.dnat,
      bandwidth: [],
    });
    expect(gateway.name).toBe(before.gateway.name);
  });
});

/** Steps that have changed something, and tell no id of a request to a support desk. */
async function stepsWithoutRequests(run: string): Promise<readonly string[]> {
  const changing = ['address.allocate', 'address.attach', 'gateway.create', 'snat.add', 'dnat.add'];
  const steps = (await stage.engine.get(run))?.steps ?? [];
  return steps
    .filter(({ kind, requests }) => changing.includes(kind) && !requests?.length)
    .map(({ name }) => name);
}

/** How each public IP of a gateway is metered. */
async function meteringOf({ addresses }: GatewayHandle): Promise<Readonly<Record<string, string>>> {
  const listed = await addresses.list().toArray();
  return Object.fromEntries(listed.map(({ ip, meteredBy = 'not told' }) => [ip, meteredBy]));
}

const addressesBy = (
  metering: Readonly<Record<string, string>>,
  replacements: Readonly<Record<string, string>>,
): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(replacements).map(([before, after]) => [after, metering[before]]));

/** How an order of a gateway and of an address shows in the log. */
const signs: Readonly<Record<string, readonly [gateway: RegExp, address: RegExp]>> = {
  alibaba: [/^CreateNatGateway$/, /^AllocateEipAddress$/],
  baidu: [/^CreateNat$/, /^(ApplyForEip|CreateEip)$/],
  'tencent-bm': [/^CreateBmNatGateway$/, /^(EipBmApply|CreateEips?)$/],
  'tencent-vpc': [/^CreateNatGateway$/, /^AllocateAddresses$/],
};

function ordersOn(alias: string, requests: readonly LoggedRequest[]) {
  const [gateway = /^$/, address = /^$/] = signs[alias] ?? [];
  const count = (sign: RegExp) => requests.filter(({ operation }) => sign.test(operation)).length;
  return { gateways: count(gateway), addresses: count(address) };
}

const orders = ({ decided }: Move, addresses: number) => ({
  gateways: 1,
  addresses: decided.otherAddresses === 'allocate' ? addresses : 0,
});

interface Mistake {
  readonly what: string;
  readonly make: (target: GatewayHandle) => Promise<unknown>;
  /** The packets that show it, as told. */
  readonly found: readonly RegExp[];
}

const only = async <T>(listing: Listing<T>, holds: (item: T) => boolean): Promise<T> => {
  const found = await listing.find(holds);
  if (found === undefined) throw new Error('the new gateway lacks what the mistake is made with');
  return found;
};

const named = (wanted: string) => (rule: { readonly name?: string }) => rule.name === wanted;

const mistakes: readonly Mistake[] = [
  {
    what: 'a SNAT rule that is missing',
    make: async ({ snat }) => snat.remove((await only(snat.list(), named('audit'))).id),
    found: [/^from 10\.20\.1\.7: no SNAT, before SNAT → \S+$/],
  },
  {
    what: 'a private port that is shifted',
    make: async ({ dnat }) => {
      const { id, protocol, public: outside, private: inside } = await only(dnat.list(), named('https'));
      const shifted = { address: inside.address, ports: 8444 };
      return dnat.replace(id, { name: 'https', protocol, public: outside, private: shifted });
    },
    found: [/^to tcp \S+:443: DNAT → 10\.20\.0\.10:8444, before DNAT → 10\.20\.0\.10:8443$/],
  },
  {
    what: 'a narrower block that leaves from another address',
    make: async ({ snat, addresses }) => {
      const { through } = await only(snat.list(), named('web'));
      const other = await only(addresses.list(), ({ ip }) => !through.includes(ip));
      return snat.add({ name: 'stray', source: { cidr: '10.20.0.128/25' }, through: [other.ip] });
    },
    found: [/^from 10\.20\.0\.128 and 127 more: SNAT → \S+, before SNAT → \S+$/],
  },
  {
    what: 'a protocol that is confused with another',
    make: async ({ dnat }) => {
      const { id, public: outside, private: inside } = await only(dnat.list(), named('https'));
      return dnat.replace(id, { name: 'https', protocol: 'udp', public: outside, private: inside });
    },
    found: [/^to tcp \S+:443: no DNAT, before/, /^to udp \S+:443: DNAT → .*, before no DNAT$/],
  },
];

describe('verifying', () => {
  it.each(mistakes)('finds $what', async ({ make, found }) => {
    const { nat, migrations, clock } = stage;
    const source = await stage.gatewayOn('alibaba');
    const mapping: Mapping = {
      network: await stage.placeOn('baidu'),
      otherAddresses: 'allocate',
      size: { units: 1 },
    };
    const plan = await planMigration(nat, source, { to: 'baidu', mapping, clock });
    const outcome = await applyThrough(migrations, plan);
    if (outcome.state !== 'done') throw new Error(`the run is ${outcome.state}`);
    const { ref, addresses } = readMigrated(outcome.output);
    expect(await verifyGateways(nat, source, ref, { addresses })).toEqual([]);
    await make(nat.gateway(ref));
    const differences = await verifyGateways(nat, source, ref, { addresses });
    const told = differences.map(
      ({ packet, covers, before, after }) =>
        `${packet}${covers > 1 ? ` and ${covers - 1} more` : ''}: ${after}, before ${before}`,
    );
    expect(told).toEqual(found.map((pattern) => expect.stringMatching(pattern)));
  });
});

interface Edit {
  readonly on: string;
  readonly edit: (document: GatewayDocument) => GatewayDocument;
  /** The steps that change something, in order. */
  readonly steps: readonly RegExp[];
}

const edits: readonly Edit[] = [
  {
    on: 'alibaba',
    edit: (document) => ({
      ...document,
      gateway: { ...document.gateway, name: 'shop-out', description: 'New words' },
      addresses: document.addresses.slice(0, 2),
      snat: [
        ...document.snat.slice(0, 1),
        { name: 'app', source: { cidr: '10.20.1.0/24' }, through: ['47.92.0.1'] },
      ],
      dnat: document.dnat.slice(0, 2).map((rule) =>
        rule.name === 'game'
          ? {
              ...rule,
              public: { ...rule.public, ports: { from: 7000, to: 7007 } },
              private: { ...rule.private, ports: { from: 7000, to: 7007 } },
            }
          : { ...rule, private: { ...rule.private, address: '10.20.0.99' } },
      ),
    }),
    steps: [
      /^rename "shop-egress" → "shop-out"$/,
      /^change the description$/,
      /^change SNAT \S+: 10.20.1.0\/24 → 47.92.0.1$/,
      /^change DNAT \S+: tcp 47.92.0.2:443 → 10.20.0.99:8443$/,
      /^change DNAT \S+: udp 47.92.0.2:7000-7007 → 10.20.0.11:7000-7007$/,
      /^remove DNAT \S+: any 47.92.0.3:any → 10.20.0.12:any$/,
      /^detach 47.92.0.3 \(kept, still billed\)$/,
    ],
  },
  {
    on: 'baidu',
    edit: (document) => ({
      ...JSON.parse(JSON.stringify(document).replaceAll('198.18.0.152', '198.18.0.1')),
      gateway: { ...document.gateway, size: { units: 2 } },
    }),
    steps: [
      /^resize 1 capacity unit → 2 capacity units \(not undone by a rollback\)$/,
      /^remove SNAT \S+: 10.20.1.0\/24; traffic is interrupted until the new rule is added$/,
      /^remove DNAT \S+: tcp 198.18.0.152:443 → 10.20.1.10:8443; traffic is interrupted/,
      /^detach 198.18.0.152 \(kept, still billed\)$/,
      /^attach 198.18.0.1$/,
      /^add SNAT 10.20.1.0\/24 → 198.18.0.1$/,
      /^add DNAT tcp 198.18.0.1:443 → 10.20.1.10:8443$/,
    ],
  },
  {
    on: 'tencent-bm',
    edit: (document) => ({
      ...JSON.parse(
        JSON.stringify(document).replaceAll('198.19.0.2', '198.19.0.3').replaceAll('10.20.1.11', '10.20.1.7'),
      ),
      gateway: { ...document.gateway, name: 'other_nat' },
    }),
    steps: [
      /^rename "legacy_nat" → "other_nat"$/,
      /^attach 198.19.0.3$/,
      /^add SNAT 10.20.1.7 → every public IP$/,
      /^remove SNAT \S+: 10.20.1.11$/,
      /^detach 198.19.0.2 \(kept, still billed\)$/,
    ],
  },
  {
    on: 'tencent-vpc',
    edit: (document) => ({
      ...JSON.parse(
        JSON.stringify(document)
          .replaceAll('198.20.0.2', '198.20.0.3')
          .replaceAll('10.20.1.0/25', '10.20.1.0/24'),
      ),
      gateway: { ...document.gateway, name: 'pay-out', size: { connections: 3_000_000 } },
    }),
    steps: [
      /^rename "pay-nat" → "pay-out"$/,
      /^resize 1,000,000 connections → 3,000,000 connections \(not undone by a rollback\)$/,
      /^attach 198.20.0.3$/,
      /^remove SNAT \S+: 10.20.1.0\/25; traffic is interrupted until the new rule is added$/,
      /^add SNAT 10.20.1.0\/24 → 198.20.0.1, 198.20.0.3$/,
      /^add DNAT tcp 198.20.0.3:443 → 10.20.1.10:8443$/,
      /^remove DNAT \S+: tcp 198.20.0.2:443 → 10.20.1.10:8443$/,
      /^detach 198.20.0.2 \(kept, still billed\)$/,
    ],
  },
];

const changeTo = async (alias: string, edit: Edit['edit']) => {
  const ref = await stage.gatewayOn(alias);
  const document = edit(await exportGateway(stage.nat, ref, { clock: stage.clock }));
  const plan = await planChange(stage.nat, ref, document, { clock: stage.clock });
  return { ref, document, plan };
};

describe('an exported document', () => {
  it.each(kinds)('shows no drift on %s where nothing has changed', async (alias) => {
    const { plan } = await changeTo(alias, (document) => document);
    expect([changingSteps(plan), plan.gaps]).toEqual([[], []]);
  });

  it.each(edits)(
    'edited by a person, becomes the gateway on $on, and nothing drifts afterwards',
    async ({ on, edit, steps }) => {
      const { ref, document, plan } = await changeTo(on, edit);
      expect(plan.gaps).toEqual([]);
      const says = changingSteps(plan).map((step) => step.summary);
      expect(says).toEqual(steps.map((pattern) => expect.stringMatching(pattern)));
      expect(await (await stage.migrations.apply(plan)).wait()).toMatchObject({ state: 'done' });
      const after = await planChange(stage.nat, ref, document, { clock: stage.clock });
      expect([changingSteps(after), after.gaps]).toEqual([[], []]);
    },
  );

  it.each(edits)(
    'brings a gateway on $on back to what it was, when a change is rolled back',
    async ({ on, edit }) => {
      const { ref, plan } = await changeTo(on, edit);
      const before = await exportGateway(stage.nat, ref, { clock: stage.clock });
      const doubting = stage.doubting();
      const run = await doubting.apply(plan);
      expect(await run.wait()).toMatchObject({ state: 'failed', operations: ['verify'] });
      expect(await (await doubting.rollBack(run.id)).wait()).toMatchObject({ state: 'rolled-back' });
      const { size } = (await exportGateway(stage.nat, ref)).gateway;
      const back = { ...before, gateway: { ...before.gateway, size } };
      const drift = await planChange(stage.nat, ref, back, { clock: stage.clock });
      expect([changingSteps(drift), drift.gaps]).toEqual([[], []]);
    },
  );

  it.each(edits)(
    'of one state told from a gateway on $on in another shows what has drifted',
    async ({ on, edit }) => {
      const ref = await stage.gatewayOn(on);
      const before = await exportGateway(stage.nat, ref, { clock: stage.clock });
      await (await stage.migrations.apply((await changeTo(on, edit)).plan)).wait();
      const back = await planChange(stage.nat, ref, before, { clock: stage.clock });
      expect(back.gaps).toEqual([]);
      expect(await (await stage.migrations.apply(back)).wait()).toMatchObject({ state: 'done' });
      expect(await exportGateway(stage.nat, ref, { clock: stage.clock })).toMatchObject({
        gateway: { name: before.gateway.name, size: before.gateway.size },
        addresses: expect.arrayContaining([...before.addresses]),
        snat: expect.arrayContaining([...before.snat]),
        dnat: expect.arrayContaining([...before.dnat]),
      });
    },
  );
});
