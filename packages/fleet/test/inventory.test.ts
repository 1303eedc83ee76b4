import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Call, hours, NatError } from '@polynat/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diffSnapshots, type GatewayEntry, Snapshot } from '../src/index.ts';
import { Scene } from './snapshots.ts';

let scene: Scene;
beforeEach(() => {
  scene = new Scene();
});
afterEach(() => scene.close());

const linesOf = (name: string): readonly string[] =>
  readFileSync(scene.path(name), 'utf8').trimEnd().split('\n');

async function entriesOf(name: string): Promise<readonly GatewayEntry[]> {
  await using snapshot = await Snapshot.open(scene.path(name));
  const entries: GatewayEntry[] = [];
  for await (const entry of snapshot) entries.push(entry);
  return entries;
}

async function diffOf(before: string, after: string) {
  await using left = await Snapshot.open(scene.path(before));
  await using right = await Snapshot.open(scene.path(after));
  return await diffSnapshots(left, right);
}

const refused = () => Promise.reject(new NatError('forbidden', 'this key may not list rules'));

describe('takeInventory', () => {
  it('writes every gateway once, in the order of the refs, and leaves nothing beside the snapshot', async () => {
    const refs = [await scene.create('south', 'b'), await scene.create('north', 'a')];
    const { header, failures } = await scene.take('one');
    expect(failures).toEqual([]);
    expect(header).toMatchObject({
      gateways: 2,
      clouds: [
        { cloud: 'north', region: 'north', gateways: 1, incomplete: 0 },
        { cloud: 'south', region: 'south', gateways: 1, incomplete: 0 },
      ],
    });
    const entries = await entriesOf('one');
    expect(entries.map(({ ref }) => ref)).toEqual(refs.toSorted());
    expect(entries[0]).toMatchObject({
      rules: 'read',
      gateway: { name: 'a', billing: { mode: 'on-demand' } },
      addresses: [{ use: 'snat' }],
      snat: [{ source: { cidr: '10.0.1.0/24' } }],
      dnat: [],
    });
    expect(readFileSync(scene.path('one'), 'utf8')).not.toContain('"native"');
    expect(readdirSync(scene.folder)).toEqual(['one']);
  });

  it('names a cloud and a gateway that fail, and reads the rest', async () => {
    await scene.create('north', 'a');
    const ref = await scene.create('south', 'b');
    const broken = scene.with('south', ({ snat }) => ({ snat: { ...snat, list: refused } }));
    const { header, failures } = await scene.take('rules', {}, broken);
    expect(failures).toMatchObject([{ cloud: 'south', ref, part: 'snat', code: 'forbidden' }]);
    expect(header.clouds).toMatchObject([{ incomplete: 0 }, { incomplete: 1 }]);
    expect((await entriesOf('rules')).find((entry) => entry.ref === ref)).toMatchObject({
      failures: [{ part: 'snat' }],
      dnat: [],
    });
    const away = scene.with('south', ({ gateways }) => ({ gateways: { ...gateways, list: refused } }));
    const second = await scene.take('lists', {}, away);
    expect(second.failures).toMatchObject([{ cloud: 'south', part: 'gateways', code: 'forbidden' }]);
    expect(second.header).toMatchObject({ gateways: 1, clouds: [{ gateways: 1 }, { gateways: 0 }] });
  });

  it('keeps the snapshot that is there when no cloud can be read', async () => {
    await scene.create('north', 'a');
    await scene.take('one');
    const before = linesOf('one');
    const away = scene.with('north', ({ gateways }) => ({ gateways: { ...gateways, list: refused } }));
    const taking = scene.take('one', { selection: { clouds: ['north'] } }, away);
    await expect(taking).rejects.toMatchObject({ code: 'forbidden' });
    expect(linesOf('one')).toEqual(before);
  });

  it('leaves out a gateway that was deleted after it had been listed', async () => {
    await scene.create('north', 'a');
    const missing = () => Promise.reject(new NatError('not-found', 'no such gateway'));
    const clouds = scene.with('north', ({ gateways, snat }) => ({
      gateways: { ...gateways, get: missing },
      snat: { ...snat, list: missing },
    }));
    expect(await scene.take('one', {}, clouds)).toMatchObject({ failures: [], header: { gateways: 0 } });
  });

  it.each([
    [{ clouds: ['west'] }, 'cloud'],
    [{ regions: ['west'] }, 'region'],
    [{ accounts: ['4711'] }, 'account'],
  ])('refuses the selection %j, whose gateways would be missed', async (selection, field) => {
    await expect(scene.take('one', { selection })).rejects.toMatchObject({ code: 'invalid-argument', field });
  });

  it('refuses a folder before anything is read', async () => {
    await expect(scene.take('.')).rejects.toMatchObject({ code: 'invalid-argument', field: 'out' });
  });

  it('covers the clouds of a region only', async () => {
    await scene.create('north', 'a');
    await scene.create('south', 'b');
    const { header } = await scene.take('one', { selection: { regions: ['south'] } });
    expect(header.clouds.map(({ cloud }) => cloud)).toEqual(['south']);
  });
});

describe('an inventory that was stopped', () => {
  /** Counts readings of rules, and stops after some of them. */
  const stopping = (after: number) => {
    const stop = new AbortController();
    const read: string[] = [];
    const clouds = scene.with('north', ({ snat }) => ({
      snat: {
        ...snat,
        list: async (key, cursor, call: Call) => {
          if (read.length === after) stop.abort(new Error('interrupted'));
          call.signal.throwIfAborted();
          read.push(key.id);
          return snat.list(key, cursor, call);
        },
      },
    }));
    return { clouds, signal: stop.signal, read };
  };

  it('goes on with the gateways that were not read, each once', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await scene.create('north', name);
    const first = stopping(2);
    const stopped = scene.take('one', { ...first, concurrency: 1 }, first.clouds);
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    expect(existsSync(scene.path('one'))).toBe(false);
    appendFileSync(scene.path('one.partial'), '{"type":"gateway","ref":"north:nor');
    const second = stopping(99);
    const { resumed, header } = await scene.take('one', { resume: true }, second.clouds);
    expect([resumed, header.gateways]).toEqual([true, 4]);
    expect([...first.read, ...second.read].toSorted()).toEqual(
      [...new Set([...first.read, ...second.read])].toSorted(),
    );
    expect((await entriesOf('one')).map(({ gateway }) => gateway.name).toSorted()).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(existsSync(scene.path('one.partial'))).toBe(false);
  });

  it('drops what was deleted before it went on', async () => {
    const refs = [await scene.create('north', 'a'), await scene.create('north', 'b')];
    const first = stopping(1);
    await expect(scene.take('one', { ...first, concurrency: 1 }, first.clouds)).rejects.toThrow();
    for (const ref of refs) await scene.clouds.gateway(ref).delete({ cascade: true });
    expect((await scene.take('one', { resume: true })).header.gateways).toBe(0);
  });

  it('begins anew without resume, and refuses to go on with other clouds', async () => {
    await scene.create('north', 'a');
    const first = stopping(0);
    await expect(scene.take('one', first, first.clouds)).rejects.toThrow();
    const selection = { clouds: ['south'] };
    await expect(scene.take('one', { resume: true, selection })).rejects.toMatchObject({ field: 'resume' });
    expect(await scene.take('one')).toMatchObject({ resumed: false, header: { gateways: 1 } });
  });

  it('refuses a file that another process of this machine is writing', async () => {
    const first = stopping(0);
    await scene.create('north', 'a');
    await expect(scene.take('one', first, first.clouds)).rejects.toThrow();
    const [start = '', ...rest] = linesOf('one.partial');
    const owned = JSON.parse(start);
    owned.owner = { ...owned.owner, pid: process.ppid, started: '' };
    writeFileSync(scene.path('one.partial'), [JSON.stringify(owned), ...rest, ''].join('\n'));
    await expect(scene.take('one', { resume: true })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('since an earlier snapshot', () => {
  const counting = () => {
    const read: string[] = [];
    const clouds = scene.with('north', ({ snat }) => ({
      snat: {
        ...snat,
        list: (key, ...rest) => {
          read.push(key.id);
          return snat.list(key, ...rest);
        },
      },
    }));
    return { read, clouds };
  };

  it('carries rules over as long as they are young and the list tells nothing new', async () => {
    const [same, other] = [await scene.create('north', 'a'), await scene.create('north', 'b')];
    await scene.take('one');
    await scene.clouds.gateway(other).rename('c');
    const { read, clouds } = counting();
    const options = { since: scene.path('one'), maxAge: hours(1) };
    const { header } = await scene.take('two', options, clouds);
    expect(read.map((id) => other.endsWith(id))).toEqual([true]);
    expect(header).toMatchObject({ clouds: [{ gateways: 2, carried: 1 }, { gateways: 0 }] });
    const [first, second] = [await entriesOf('one'), await entriesOf('two')];
    const of = (entries: readonly GatewayEntry[], ref: string) => entries.find((entry) => entry.ref === ref);
    expect(of(second, same)).toEqual({ ...of(first, same), rules: 'carried' });
    expect(of(second, other)).toMatchObject({ rules: 'read', gateway: { name: 'c' } });
    /** Their age counts from when they were read, not from when they were carried over. */
    await scene.clock.advance(hours(2));
    expect(
      (await scene.take('three', { ...options, since: scene.path('two') })).header.clouds[0]?.carried,
    ).toBe(0);
  });

  it('reads all rules again without an age', async () => {
    await scene.create('north', 'a');
    await scene.take('one');
    const { read, clouds } = counting();
    await scene.take('two', { since: scene.path('one') }, clouds);
    expect(read).toHaveLength(1);
  });
});

describe('a snapshot file', () => {
  beforeEach(async () => {
    await scene.create('north', 'a');
    await scene.take('one');
  });

  it.each<[string, (lines: readonly string[]) => readonly string[], string]>([
    [
      'of a later version',
      ([head = '', ...rest]) => [head.replace('"version":1', '"version":2'), ...rest],
      'format version 2',
    ],
    ['of another kind', () => ['{"name":"package"}'], 'is not a snapshot'],
    ['without its end', (lines) => lines.slice(0, -1), 'has no end'],
    ['with a gateway taken out', ([head = '', , end = '']) => [head, end], 'counts 1 gateways'],
    ['with a gateway twice', ([head = '', one = '', end = '']) => [head, one, one, end], 'a second time'],
    [
      'with another word in it',
      ([head = '', one = '', end = '']) => [head, one.replace('"cidr"', '"block"'), end],
      'line 2',
    ],
    ['that is no JSON', () => ['clouds:'], 'is not a snapshot'],
    ['that is empty', () => [], 'is empty'],
  ])('%s is refused', async (_what, change, told) => {
    const lines = change(linesOf('one'));
    writeFileSync(scene.path('two'), lines.map((line) => `${line}\n`).join(''));
    await expect(Snapshot.open(scene.path('two'))).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(told),
    });
  });

  it('that is missing is refused', async () => {
    await expect(Snapshot.open(scene.path('none'))).rejects.toMatchObject({ field: 'snapshot' });
  });
});

describe('diffSnapshots', () => {
  it('finds nothing between two snapshots of the same', async () => {
    await scene.create('north', 'a');
    await scene.take('one');
    await scene.take('two');
    expect(await diffOf('one', 'two')).toMatchObject({ differences: [], notCompared: [] });
  });

  it('tells gateways, fields, rules and public IPs that differ, in the order of the refs', async () => {
    const [kept, gone] = [await scene.create('north', 'a'), await scene.create('north', 'b')];
    await scene.take('one');
    const handle = scene.clouds.gateway(kept);
    await handle.rename('c');
    const { id } = await handle.snat.find({});
    await handle.dnat.add({
      protocol: 'tcp',
      public: { address: 'new', ports: 443 },
      private: { address: '10.0.1.9', ports: 8443 },
    });
    await handle.snat.remove(id);
    await scene.clouds.gateway(gone).delete({ cascade: true });
    const added = await scene.create('south', 'd');
    await scene.take('two');
    const { differences, notCompared } = await diffOf('one', 'two');
    expect(notCompared).toEqual([]);
    expect(differences.map(({ ref }) => ref)).toEqual([kept, gone, added].toSorted());
    const of = (ref: string) => differences.find((one) => one.ref === ref);
    expect(of(gone)).toMatchObject({ type: 'removed' });
    expect(of(added)).toMatchObject({ type: 'added', gateway: { gateway: { name: 'd' } } });
    expect(of(kept)).toMatchObject({
      type: 'changed',
      name: 'c',
      fields: [{ field: 'name', before: 'a', after: 'c' }],
      snat: { added: [], removed: [{ id }], changed: [] },
      dnat: { added: [{ protocol: 'tcp' }], removed: [], changed: [] },
      addresses: { added: [{ use: 'dnat' }], removed: [] },
    });
  });

  it('takes what could not be read neither for removed nor for unchanged', async () => {
    const ref = await scene.create('south', 'a');
    await scene.take('one');
    const away = scene.with('south', ({ gateways }) => ({ gateways: { ...gateways, list: refused } }));
    await scene.take('two', {}, away);
    expect(await diffOf('one', 'two')).toMatchObject({
      differences: [],
      notCompared: [{ cloud: 'south', failed: true }],
    });
    expect(await diffOf('two', 'one')).toMatchObject({ differences: [], notCompared: [{ cloud: 'south' }] });
    const broken = scene.with('south', ({ snat }) => ({ snat: { ...snat, list: refused } }));
    await scene.take('three', {}, broken);
    expect(await diffOf('one', 'three')).toMatchObject({
      differences: [],
      notCompared: [{ cloud: 'south', ref, part: 'snat', failed: true }],
    });
    await scene.take('four', { selection: { clouds: ['north'] } });
    expect(await diffOf('one', 'four')).toMatchObject({
      differences: [],
      notCompared: [{ cloud: 'south', failed: false }],
    });
  });
});
