import { type EndedMigration, exportHcl, exportMigration, readState } from '@polynat/terraform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './migration/stage.ts';
import { faultsIn } from './terraform/faults.ts';
import { migrated, pairs } from './terraform/migrated.ts';
import { parsed } from './terraform/parsed.ts';
import { type Shown, shownAfter } from './terraform/state.ts';
import { readerOf } from './terraform/world.ts';

const names: Readonly<Record<string, string>> = {
  alibaba: 'alicloud',
  baidu: 'baiducloud',
  'tencent-vpc': 'tencentcloud',
};

let stage: Stage;
const sources = new Map<string, string>();
beforeAll(async () => {
  stage = await openStage();
  for (const alias of Object.keys(names)) sources.set(alias, await stage.gatewayOn(alias));
});
afterAll(() => stage.close());

const sourceOn = (alias: string): string => sources.get(alias) ?? '';

async function stateOf(alias: string): Promise<Shown> {
  const { files } = await exportHcl(stage.nat, sourceOn(alias));
  return shownAfter(await parsed(files), readerOf(stage.emulator));
}

const providersOf = ({ from, to }: (typeof pairs)[number]) =>
  [from, to].map((alias) => names[alias] ?? alias);

const removedFile = (files: readonly { readonly path: string; readonly text: string }[]): string =>
  files.find(({ path }) => path === 'removed.tf')?.text ?? '';

describe('Terraform after a migration', () => {
  let first: EndedMigration | undefined;
  const fromAlibaba = (): EndedMigration => {
    if (!first) throw new Error('the first pair has been moved');
    return first;
  };

  it.each(pairs)('imports what is on $to and lets go of what was on $from', async (pair) => {
    const state = await stateOf(pair.from);
    const [before] = readState(state);
    const ended = { ...(await migrated(stage, sourceOn(pair.from), pair, false)), sourceDeleted: true };
    if (pair === pairs[0]) first = ended;
    const made = await exportMigration(stage.nat, ended, { state });
    const written = await parsed(made.files);
    expect(faultsIn(written)).toEqual([]);
    expect(written.imports).toHaveLength(made.imports);
    expect([...made.removed].sort()).toEqual([...(before?.owned ?? [])].sort());
    expect(written.removed.map(({ from }) => from)).toEqual(made.removed.map((address) => `\${${address}}`));
    expect(Object.keys(written.providers).sort()).toEqual([...providersOf(pair)].sort());
    const text = removedFile(made.files);
    expect(text.match(/destroy = false/g)).toHaveLength(made.removed.length);
    for (const address of before?.kept ?? []) expect(text).toContain(`# ${address}\n`);
  });

  it('leaves a source alone that is still there', async () => {
    const state = await stateOf('alibaba');
    const ended = { ...fromAlibaba(), sourceDeleted: false };
    const made = await exportMigration(stage.nat, ended, { state });
    expect(made.removed).toEqual([]);
    expect(removedFile(made.files)).toBe(
      `# ${ended.source} is still there and billed: leave it in Terraform until you delete it.\n`,
    );
  });

  it('says how to let go of a source whose state it was not given', async () => {
    const made = await exportMigration(stage.nat, fromAlibaba());
    expect(removedFile(made.files)).toContain('# export again with --from-terraform');
  });

  it('lets go of instances by hand where others stay', async () => {
    const state = await stateOf('alibaba');
    const [gateway, ...resources] = state.values.root_module.resources.map((one) => ({
      ...one,
      address:
        one.type === 'alicloud_snat_entry'
          ? `module.a["x"].alicloud_snat_entry.all["${one.values.id}"]`
          : one.address,
    }));
    const stranger = {
      address: 'module.a["x"].alicloud_snat_entry.all["z"]',
      mode: 'managed',
      type: 'alicloud_snat_entry',
      values: { snat_table_id: 'stb-other' },
    };
    const shared = { ...state, values: { root_module: { resources: [gateway, ...resources, stranger] } } };
    const made = await exportMigration(stage.nat, fromAlibaba(), { state: shared });
    expect(made.byHand).toHaveLength(2);
    expect(made.removed).not.toContain('module.a.alicloud_snat_entry.all');
    expect(removedFile(made.files)).toContain(`# terraform state rm '${made.byHand[0]}'\n`);
  });

  it('refuses an address that would be code', async () => {
    const state = await stateOf('alibaba');
    const resources = state.values.root_module.resources.map((one) => ({
      ...one,
      address: one.type === 'alicloud_nat_gateway' ? 'a.b }\nresource "x" "y" {}' : one.address,
    }));
    await expect(
      exportMigration(stage.nat, fromAlibaba(), {
        state: { ...state, values: { root_module: { resources } } },
      }),
    ).rejects.toMatchObject({ code: 'invalid-argument', field: 'terraform state' });
  });
});
