import { NatError } from '@polynat/core';
import type { RunEvent, RunHandle } from '@polynat/engine';
import { describe, expect, it } from 'vitest';
import {
  changingSteps,
  exportGateway,
  formatDocument,
  type Mapping,
  parseDocument,
  planChange,
  planMigration,
  readPlan,
  renderDifferences,
  renderPlan,
  verifyGateways,
} from '../src/index.ts';
import { fill, type Scene, setScene } from './scene.ts';

const planFor = async (scene: Scene, change?: (mapping: Mapping) => Mapping) => {
  const filled = await fill(scene);
  const mapping = change ? change(filled.mapping) : filled.mapping;
  const plan = await planMigration(scene.nat, filled.ref, { to: 'new', mapping, clock: scene.clock });
  return { ...filled, plan };
};

const newGateways = ({ nat }: Scene) => nat.cloud('new').gateways.list().toArray();

describe('a migration', () => {
  it('builds a gateway that does the same with every packet, and hands over', async () => {
    const scene = setScene();
    const { plan, ref } = await planFor(scene);
    const outcome = await (await scene.migrations.apply(plan)).wait();
    expect(outcome).toMatchObject({ state: 'done' });
    const [gateway] = await newGateways(scene);
    if (outcome.state !== 'done' || !gateway) throw new Error('there must be a gateway');
    const { addresses } = outcome.output as { addresses: Record<string, string> };
    expect(await verifyGateways(scene.nat, ref, gateway.ref, { addresses })).toEqual([]);
    expect(gateway).toMatchObject({ name: 'egress', size: { tier: 'medium' }, tags: { team: 'shop' } });
    expect(scene.handedOver).toEqual([plan.changes]);
  });

  it('tells each step as it starts and ends', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    const run = await scene.migrations.apply(plan);
    const ended: string[] = [];
    for await (const event of run.events()) if (event.type === 'done') ended.push(event.name);
    expect(ended.sort()).toEqual(plan.stages.flatMap(({ steps }) => steps.map(({ id }) => id)).sort());
  });

  it('attaches to the run when the same plan is applied twice', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    await (await scene.migrations.apply(plan)).wait();
    await (await scene.migrations.apply(plan)).wait();
    expect(await newGateways(scene)).toHaveLength(1);
  });

  it('refuses a plan whose source has changed since', async () => {
    const scene = setScene();
    const { plan, ref, addresses } = await planFor(scene);
    await scene.nat.gateway(ref).snat.add({ source: { cidr: '10.0.0.128/26' }, through: [addresses[0]] });
    const outcome = await (await scene.migrations.apply(plan)).wait();
    expect(outcome).toMatchObject({ state: 'failed', failure: { code: 'conflict' } });
    expect(await newGateways(scene)).toEqual([]);
  });

  it('retires the source only when asked, after the hand-over', async () => {
    const scene = setScene();
    const { plan, ref } = await planFor(scene, (mapping) => ({ ...mapping, retireSource: true }));
    await (await scene.migrations.apply(plan)).wait();
    expect(scene.handedOver).toHaveLength(1);
    await expect(scene.nat.gateway(ref).get()).rejects.toMatchObject({ code: 'not-found' });
    expect(scene.from.freeAddresses()).toHaveLength(4);
  });

  it('stops at a real failure, and undoes everything in reverse order when rolled back', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    const free = scene.to.freeAddresses();
    scene.to.faults.next({
      is: 'refused',
      on: 'dnat.add',
      error: new NatError('quota-exceeded', 'the table is full'),
    });
    const run = await scene.migrations.apply(plan);
    expect(await run.wait()).toMatchObject({ state: 'failed', failure: { code: 'quota-exceeded' } });
    expect(scene.handedOver).toEqual([]);
    const undone = await namesOf(await scene.migrations.rollBack(run.id), 'undone');
    expect(undone[0]).toMatch(/^(dnat|snat)\//);
    expect(undone.at(-1)).toMatch(/^allocate\//);
    expect(undone.indexOf('create-gateway')).toBeGreaterThan(undone.indexOf('snat/0'));
    expect(await newGateways(scene)).toEqual([]);
    expect(scene.to.freeAddresses()).toEqual(free);
  });

  it('goes on from a real failure once its reason is gone', async () => {
    const scene = setScene();
    const { plan } = await planFor(scene);
    scene.to.faults.next({
      is: 'refused',
      on: 'snat.add',
      error: new NatError('quota-exceeded', 'the table is full'),
    });
    const run = await scene.migrations.apply(plan);
    await run.wait();
    const resumed = await scene.migrations.resume(run.id);
    expect(await resumed.wait()).toMatchObject({ state: 'done' });
    expect(await newGateways(scene)).toHaveLength(1);
  });

  it.each(['gateways.create', 'addresses.allocate', 'addresses.attach', 'snat.add', 'dnat.add'] as const)(
    'makes nothing twice when the answer to %s is lost',
    async (on) => {
      const scene = setScene();
      const { plan, ref } = await planFor(scene);
      scene.to.faults.next({ is: 'lost-reply', on });
      const outcome = await (await scene.migrations.apply(plan)).wait();
      const [gateway, ...others] = await newGateways(scene);
      if (outcome.state !== 'done' || !gateway) throw new Error(`ended ${outcome.state}`);
      const { addresses } = outcome.output as { addresses: Record<string, string> };
      expect([others, await verifyGateways(scene.nat, ref, gateway.ref, { addresses })]).toEqual([[], []]);
      expect((await scene.nat.cloud('new').addresses.list().toArray()).length).toBe(6);
    },
  );
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
    await expect(scene.migrations.apply(plan)).rejects.toThrow(/blocked by 2 open question/);
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
    expect(text).toContain(`the address ${addresses[0]}`);
    expect(text).toContain('Cannot go on until decided');
    expect(text).toContain('create gateway "egress" on new');
  });
});

describe('a document', () => {
  it('survives YAML and JSON', async () => {
    const scene = setScene();
    const { ref } = await fill(scene);
    const document = await exportGateway(scene.nat, ref, { clock: scene.clock });
    expect(parseDocument(formatDocument(document))).toEqual(document);
    expect(parseDocument(formatDocument(document, 'json'))).toEqual(document);
  });

  it('that does not fit is refused with the path of the field', () => {
    expect(() => parseDocument('polynat: 1\ngateway: []\n')).toThrow(/gateway/);
    expect(() => parseDocument('{')).toThrow(/neither YAML nor JSON/);
  });
});

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
      before: 'leaves from 1.1.1.1',
      after: 'does not leave',
    } as const;
    expect(renderDifferences([difference])).toBe(
      '  from 10.0.3.7 and 2 more → now does not leave, before leaves from 1.1.1.1\n',
    );
    expect(renderDifferences([])).toMatch(/same with every packet/);
  });
});
