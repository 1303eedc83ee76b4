import { inspect } from 'node:util';
import { createNat, NatError } from '@polynat/core';
import { createEngine, memoryStore, type RunEvent, type RunHandle } from '@polynat/engine';
import { memoryDriver } from '@polynat/testkit';
import { describe, expect, it } from 'vitest';
import {
  changingSteps,
  createMigrations,
  exportGateway,
  formatDocument,
  type Mapping,
  parseDocument,
  planChange,
  planCreation,
  planMigration,
  readDocument,
  readMigrated,
  readPlan,
  renderDifferences,
  renderPlan,
  verifyGateways,
} from '../src/index.ts';
import { fill, type Scene, setScene } from './scene.ts';
import { applyThrough } from './through.ts';

const planFor = async (scene: Scene, change?: (mapping: Mapping) => Mapping) => {
  const filled = await fill(scene);
  const mapping = change ? change(filled.mapping) : filled.mapping;
  const plan = await planMigration(scene.nat, filled.ref, { to: 'new', mapping, clock: scene.clock });
  return { ...filled, plan };
};

const newGateways = ({ nat }: Scene) => nat.cloud('new').gateways.list().toArray();

/** The request for all rules of a table is refused, and of those that follow the one for the first rule. */
function refuseRule({ to }: ReturnType<typeof setScene>, table: 'snat' | 'dnat'): void {
  const error = new NatError('quota-exceeded', 'the table is full');
  to.faults.next({ is: 'refused', on: `${table}.addAll`, error });
  to.faults.next({ is: 'refused', on: `${table}.add`, error });
}

describe('a migration', () => {
  it('builds a gateway that does the same', async () => {
    const scene = setScene();
    const { plan, ref } = await planFor(scene);
    const outcome = await applyThrough(scene.migrations, plan);
    expect(outcome).toMatchObject({ state: 'done' });
    const [gateway] = await newGateways(scene);
    if (outcome.state !== 'done' || !gateway) throw new Error('there must be a gateway');
    const { addresses } = readMigrated(outcome.output);
    expect(await verifyGateways(scene.nat, ref, gateway.ref, { addresses })).toEqual([]);
    expect(gateway).toMatchObject({ name: 'egress', size: { tier: 'medium' }, tags: { team: 'shop' } });
  });

  it('tells each step as it starts and ends', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    const run = await scene.migrations.apply(plan);
    const ended: string[] = [];
    for await (const event of run.events()) if (event.type === 'done') ended.push(event.name);
    expect(await run.wait()).toMatchObject({ state: 'waiting', name: 'cut-over' });
    expect(ended.sort()).toEqual(plan.stages.flatMap(({ steps }) => steps.map(({ id }) => id)).sort());
  });

  it('notes the accounts it acts for, and is not resumed or rolled back under others', async () => {
    const store = memoryStore();
    const scene = setScene({}, store);
    const { plan } = await planFor(scene);
    await applyThrough(scene.migrations, plan);
    expect((await scene.engine.get(plan.id))?.accounts).toEqual({ old: 'memory', new: 'memory' });
    const { clock, from } = scene;
    const nat = createNat({ old: from, new: memoryDriver({ clock, account: 'other' }) }, { clock });
    const refused = { code: 'failed-precondition', field: 'accounts.new' };
    const strangers = createMigrations({ nat, engine: createEngine({ store, clock }), clock });
    await expect(strangers.rollBack(plan.id)).rejects.toMatchObject(refused);
    expect(await newGateways(scene)).toHaveLength(1);
  });

  it('does not start when a cloud cannot be asked for its account, unless told not to ask', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    const account = async () => Promise.reject(new NatError('unavailable', 'cannot reach it'));
    const nat = createNat({ old: scene.from, new: { ...scene.to, account } }, { clock: scene.clock });
    const begin = (anyAccount: boolean) => {
      const engine = createEngine({ store: memoryStore(), clock: scene.clock });
      return createMigrations({ nat, engine, clock: scene.clock, anyAccount }).apply(plan);
    };
    await expect(begin(false)).rejects.toMatchObject({
      code: 'unavailable',
      outcome: 'none',
      message: expect.stringContaining('cannot tell which account new acts for'),
      remedy: expect.stringContaining('anyAccount'),
    });
    expect(await (await begin(true)).wait()).toMatchObject({ state: 'waiting' });
  });

  it('attaches to the run when the same plan is applied twice', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    await applyThrough(scene.migrations, plan);
    await applyThrough(scene.migrations, plan);
    expect(await newGateways(scene)).toHaveLength(1);
  });

  it('refuses a plan whose source has changed since', async () => {
    const scene = setScene();
    const { plan, ref, addresses } = await planFor(scene);
    await scene.nat.gateway(ref).snat.add({ source: { cidr: '10.0.0.128/26' }, through: [addresses[0]] });
    const outcome = await applyThrough(scene.migrations, plan);
    expect(outcome).toMatchObject({ state: 'failed', failure: { code: 'conflict' } });
    expect(await newGateways(scene)).toEqual([]);
  });

  it('stops at a real failure, and undoes everything in reverse order when rolled back', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    const free = scene.to.freeAddresses();
    refuseRule(scene, 'dnat');
    const run = await scene.migrations.apply(plan);
    expect(await run.wait()).toMatchObject({ state: 'failed', failure: { code: 'quota-exceeded' } });
    const undone = await namesOf(await scene.migrations.rollBack(run.id), 'undone');
    expect(undone[0]).toMatch(/^(dnat|snat)-batch\//);
    expect(undone.at(-1)).toMatch(/^allocate\//);
    expect(undone.indexOf('create-gateway')).toBeGreaterThan(undone.indexOf('snat-batch/0'));
    expect(await newGateways(scene)).toEqual([]);
    expect(scene.to.freeAddresses()).toEqual(free);
  });

  it('goes on from a real failure once its reason is gone', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    refuseRule(scene, 'snat');
    const run = await scene.migrations.apply(plan);
    expect(await run.wait()).toMatchObject({ state: 'failed' });
    const [gateway] = await newGateways(scene);
    const rules = () =>
      scene.nat
        .gateway(gateway?.ref ?? '')
        .snat.list()
        .toArray();
    const before = await rules();
    const resumed = await scene.migrations.resume(run.id);
    expect(await resumed.wait()).toMatchObject({ state: 'waiting' });
    expect(await newGateways(scene)).toHaveLength(1);
    expect((await rules()).slice(0, before.length)).toEqual(before);
    expect((await rules()).length).toBe(before.length + 1);
  });

  it.each([
    'gateways.create',
    'addresses.allocate',
    'addresses.attach',
    'snat.addAll',
    'dnat.addAll',
  ] as const)('makes nothing twice when the answer to %s is lost', async (on) => {
    const scene = setScene();
    const { plan, ref } = await planFor(scene);
    scene.to.faults.next({ is: 'lost-reply', on });
    const outcome = await applyThrough(scene.migrations, plan);
    const [gateway, ...others] = await newGateways(scene);
    if (outcome.state !== 'done' || !gateway) throw new Error(`ended ${outcome.state}`);
    const { addresses } = readMigrated(outcome.output);
    expect([others, await verifyGateways(scene.nat, ref, gateway.ref, { addresses })]).toEqual([[], []]);
    expect((await scene.nat.cloud('new').addresses.list().toArray()).length).toBe(6);
  });
});

async function namesOf(run: RunHandle, type: RunEvent['type']): Promise<string[]> {
  const names: string[] = [];
  for await (const event of run.events()) if (event.type === type && 'name' in event) names.push(event.name);
  return names;
}

describe('a plan', () => {
  it('is blocked until every address is decided, and says how', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene, ({ network }) => ({ network }));
    expect(plan.blocked).toBe(true);
    expect(plan.gaps.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['addresses', 'blocking'],
      ['addresses', 'blocking'],
    ]);
    await expect(scene.migrations.apply(plan)).rejects.toThrow(/the plan has 2 blocking gap/);
  });

  it('is the same each time it is made, and refused when it was edited', async () => {
    const scene = setScene();
    const { plan, ref, mapping } = await planFor(scene);
    const again = await planMigration(scene.nat, ref, {
      to: 'new',
      mapping,
      clock: { now: () => Date.parse(plan.made) },
    });
    expect(again).toEqual(plan);
    const stored = JSON.parse(JSON.stringify(plan));
    expect(readPlan(stored)).toEqual(plan);
    expect(() => readPlan({ ...stored, target: { cloud: 'elsewhere' } })).toThrow(
      /changed after it was made/,
    );
  });

  it('that was rolled back is not applied again', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    refuseRule(scene, 'dnat');
    const run = await scene.migrations.apply(plan);
    await run.wait();
    await (await scene.migrations.rollBack(run.id)).wait();
    await expect(scene.migrations.apply(plan)).rejects.toThrow(/has been rolled back/);
  });

  it('notices before it buys anything that its name has been taken since', async () => {
    const scene = setScene();
    const { plan, mapping } = await planFor(scene);
    await scene.nat.cloud('new').gateways.create({ name: 'egress', network: mapping.network });
    const free = scene.to.freeAddresses();
    const outcome = await applyThrough(scene.migrations, plan);
    expect(outcome).toMatchObject({
      state: 'failed',
      failure: { code: 'conflict' },
      operations: ['check-target'],
    });
    expect(scene.to.freeAddresses()).toEqual(free);
  });

  it('notices before it creates anything that an address it names has been taken since', async () => {
    const scene = setScene();
    const [first = '', second = ''] = scene.to.freeAddresses();
    const { plan, mapping } = await planFor(scene, (plain) => ({
      ...plain,
      addresses: { '203.0.113.1': first, '203.0.113.2': second },
    }));
    const other = await scene.nat.cloud('new').gateways.create({ name: 'other', network: mapping.network });
    await scene.nat.gateway(other.ref).addresses.attach(second);
    const outcome = await applyThrough(scene.migrations, plan);
    expect(outcome).toMatchObject({ state: 'failed', failure: { code: 'conflict' } });
    expect(await newGateways(scene)).toHaveLength(1);
  });

  it('does not take the name of a gateway that is already there', async () => {
    const scene = setScene();
    const { mapping, ref } = await fill(scene);
    await scene.nat.cloud('new').gateways.create({ name: 'egress', network: mapping.network });
    const plan = await planMigration(scene.nat, ref, { to: 'new', mapping });
    expect(plan.gaps).toMatchObject([{ kind: 'name', severity: 'blocking' }]);
  });

  it('reads as text', async () => {
    const scene = setScene();
    const { plan, addresses } = await planFor(scene, ({ network }) => ({ network }));
    const text = renderPlan(plan);
    expect(text).toContain(`the public IP ${addresses[0]}`);
    expect(text).toContain('Blocking gaps');
    expect(text).toContain('create gateway "egress" on new');
  });
});

const led = (protocol: string, ports: number | 'any', address = '1.1.1.1') => {
  const wide = ports === 'any' ? ports : { from: ports, to: ports };
  return { protocol, public: { address, ports: wide }, private: { address: '10.0.0.7', ports: wide } };
};

const sample = {
  polynat: 1,
  gateway: {
    name: 'egress',
    network: { vpc: 'vpc-1' },
    size: { tier: 'small' },
    billing: { mode: 'on-demand', meteredBy: 'spec', status: 'good' },
    tags: {},
  },
  addresses: [{ ip: '1.1.1.1' }],
  snat: [],
  dnat: [],
  bandwidth: [],
};

describe('a document', () => {
  it('survives YAML and JSON', async () => {
    const scene = setScene();
    const { ref } = await fill(scene);
    const document = await exportGateway(scene.nat, ref, { clock: scene.clock });
    expect(parseDocument(formatDocument(document))).toEqual(document);
    expect(parseDocument(formatDocument(document, 'json'))).toEqual(document);
  });

  it('is not written while something is under way on the gateway', async () => {
    const scene = setScene();
    const { mapping } = await fill(scene);
    const { ref } = await scene.nat.cloud('new').gateways.create({ name: 'busy', network: mapping.network });
    await scene.nat.gateway(ref).resize({ tier: 'large' }).accepted;
    await expect(exportGateway(scene.nat, ref)).rejects.toMatchObject({ code: 'busy', retryable: true });
  });

  it('becomes a gateway by itself, without a source', async () => {
    const scene = setScene();
    const { ref, mapping } = await fill(scene);
    const document = await exportGateway(scene.nat, ref);
    const plan = await planCreation(scene.nat, document, { to: 'new', mapping });
    expect([plan.kind, plan.source.ref, plan.locks]).toEqual(['create', undefined, ['new/vpc-main/egress']]);
    const outcome = await applyThrough(scene.migrations, plan);
    if (outcome.state !== 'done') throw new Error(`ended ${outcome.state}`);
    const { ref: made, addresses } = readMigrated(outcome.output);
    expect(await verifyGateways(scene.nat, ref, made, { addresses })).toEqual([]);
  });

  it.each([
    ['addresses.1.ip', { addresses: [{ ip: '1.1.1.1' }, { ip: '1.1.1.1' }] }, 'is there already'],
    [
      'snat.0.through.0',
      { snat: [{ source: { cidr: '10.0.0.0/24' }, through: ['9.9.9.9'] }] },
      'not among the addresses',
    ],
    ['dnat.0.public.address', { dnat: [led('tcp', 80, '9.9.9.9')] }, 'not among the addresses'],
    ['dnat.0.public.ports', { dnat: [led('tcp', 'any')] }, 'must be given for tcp and udp'],
    ['dnat.0.public.ports', { dnat: [led('any', 80)] }, 'must be any when the protocol is any'],
    [
      'snat.0.source.cidr',
      { snat: [{ source: { cidr: '10.0.0.1/24' }, through: ['1.1.1.1'] }] },
      'bits behind its prefix',
    ],
    ['polynat', { polynat: 2 }, 'must be 1'],
  ])('edited by hand is refused at %s', (field, change, message) => {
    const document = { ...sample, ...change };
    expect(() => readDocument(document)).toThrow(
      expect.objectContaining({ code: 'invalid-argument', field, message: expect.stringContaining(message) }),
    );
  });

  it('that does not fit is refused with the path of the field', () => {
    expect(() => parseDocument('polynat: 1\ngateway: []\n')).toThrow(/gateway/);
    expect(() => parseDocument('{')).toThrow(/neither YAML nor JSON: .* at line 1, column/);
  });

  it.each(['secret: "hush', 'secret: *hush', '\thush: 1', '{ hush'])(
    'that is no YAML is refused without its text: %j',
    (content) => {
      const refused = refusalOf(() => parseDocument(content));
      expect(refused).toBeInstanceOf(NatError);
      expect(inspect(refused, { depth: 10, showHidden: true })).not.toContain('hush');
    },
  );
});

function refusalOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
}

describe('a changed document', () => {
  it('applied to its own gateway changes nothing when nothing has drifted', async () => {
    const scene = setScene();
    const { ref } = await fill(scene);
    const document = await exportGateway(scene.nat, ref);
    expect(changingSteps(await planChange(scene.nat, ref, document))).toEqual([]);
  });

  it('becomes the gateway: rules added, replaced and removed, and verified', async () => {
    const scene = setScene();
    const { ref, addresses } = await fill(scene);
    const document = await exportGateway(scene.nat, ref);
    const [first, ...others] = document.snat;
    if (!first) throw new Error('the gateway has rules');
    const wanted = {
      ...document,
      gateway: { ...document.gateway, name: 'renamed' },
      snat: [
        { ...first, through: [addresses[1]] },
        ...others.slice(1),
        { source: { cidr: '10.0.0.128/26' }, through: [addresses[0]] },
      ],
    };
    const plan = await planChange(scene.nat, ref, wanted);
    expect(changingSteps(plan).map(({ kind }) => kind)).toEqual([
      'gateway.change',
      'snat.replace',
      'snat.add',
      'snat.remove',
    ]);
    await expect((await scene.migrations.apply(plan)).wait()).resolves.toMatchObject({ state: 'done' });
    expect(changingSteps(await planChange(scene.nat, ref, wanted))).toEqual([]);
  });
});

describe('differences', () => {
  it('are told as packets', () => {
    const difference = {
      is: 'egress',
      packet: 'from 10.0.3.7',
      covers: 3,
      before: 'SNAT → 1.1.1.1',
      after: 'no SNAT',
    } as const;
    expect(renderDifferences([difference])).toBe(
      '  from 10.0.3.7 and 2 more: now no SNAT, before SNAT → 1.1.1.1\n',
    );
    expect(renderDifferences([])).toMatch(/No differences/);
  });
});
