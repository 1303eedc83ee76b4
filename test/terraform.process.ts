import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportHcl, exportMigration } from '@polynat/terraform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './migration/stage.ts';
import { migrated, pairs } from './terraform/migrated.ts';
import { parsed } from './terraform/parsed.ts';
import { type StandInProviders, startProviders } from './terraform/provider.ts';
import { type Shown, shownAfter } from './terraform/state.ts';
import { hasTerraform, workspaceIn } from './terraform/terraform.ts';
import { readerOf } from './terraform/world.ts';

const valuesIn = ({ values }: Shown) =>
  values.root_module.resources.map(({ address, values: own }) => ({ address, own }));

/** What is left of a configuration whose gateway is gone. */
function publicIpsIn(path: string, text: string): string {
  const blocks = text.split(/\n\n(?=#)/);
  return path === 'addresses.tf'
    ? blocks.filter((part) => part.includes('resource "alicloud_eip_address"')).join('\n\n')
    : '';
}

const present = hasTerraform();
if (!present) console.log('terraform: parser only');

describe.runIf(present)('terraform itself', () => {
  let stage: Stage;
  let providers: StandInProviders;

  beforeAll(async () => {
    stage = await openStage();
    providers = await startProviders(readerOf(stage.emulator));
  });
  afterAll(async () => {
    providers.close();
    await stage.close();
  });

  it.each(['alibaba', 'baidu', 'tencent-vpc'])(
    'imports a gateway of %s and changes nothing',
    async (alias) => {
      const workspace = workspaceIn(mkdtempSync(join(tmpdir(), 'polynat-terraform-')), providers.reattach);
      const { files, imports } = await exportHcl(stage.nat, await stage.gatewayOn(alias));
      workspace.write(files);
      await workspace.run('fmt', '-check');
      await workspace.run('init');
      expect(await workspace.run('plan', '-out=first.tfplan')).toContain(
        `Plan: ${imports} to import, 0 to add, 0 to change, 0 to destroy.`,
      );
      await workspace.run('apply', 'first.tfplan');
      expect(await workspace.run('plan')).toContain('No changes.');
      const shown: Shown = JSON.parse(await workspace.run('show', '-json'));
      const imitated = shownAfter(await parsed(files), readerOf(stage.emulator));
      expect(valuesIn(shown)).toEqual(valuesIn(imitated));
    },
  );

  it('would notice an argument that is missing', async () => {
    const workspace = workspaceIn(mkdtempSync(join(tmpdir(), 'polynat-terraform-')), providers.reattach);
    const { files, imports } = await exportHcl(stage.nat, await stage.gatewayOn('alibaba'));
    workspace.write(files.map(({ path, text }) => ({ path, text: text.replace(/^ +vswitch_id .*$/m, '') })));
    await workspace.run('init');
    expect(await workspace.run('plan')).toContain(`Plan: ${imports} to import, 0 to add, 1 to change`);
  });

  it('takes over what a migration has built, and lets go of its source', async () => {
    const [pair] = pairs;
    const workspace = workspaceIn(mkdtempSync(join(tmpdir(), 'polynat-terraform-')), providers.reattach);
    const before = await exportHcl(stage.nat, await stage.gatewayOn('alibaba'));
    workspace.write(before.files);
    await workspace.run('init');
    await workspace.run('apply', '-auto-approve');
    const state = JSON.parse(await workspace.run('show', '-json'));
    const ended = pair && (await migrated(stage, before.ref, pair, true));
    if (!ended) throw new Error('there is a pair');
    const made = await exportMigration(stage.nat, ended, { state });
    const kept = before.files.map(({ path, text }) => ({
      path: `source-${path}`,
      text: publicIpsIn(path, text),
    }));
    workspace.clear();
    workspace.write([...made.files, ...kept]);
    await workspace.run('init');
    const planned = await workspace.run('plan', '-out=second.tfplan');
    expect(planned).toContain(`Plan: ${made.imports} to import, 0 to add, 0 to change, 0 to destroy.`);
    expect(planned.match(/# \S+ will no longer be managed/g)).toHaveLength(made.removed.length);
    await workspace.run('apply', 'second.tfplan');
    expect(await workspace.run('plan')).toContain('No changes.');
  });
});
