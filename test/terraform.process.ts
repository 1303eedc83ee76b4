import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportHcl } from '@polynat/terraform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './migration/stage.ts';
import { parsed } from './terraform/parsed.ts';
import { type StandInProviders, startProviders } from './terraform/provider.ts';
import { type Shown, shownAfter } from './terraform/state.ts';
import { hasTerraform, workspaceIn } from './terraform/terraform.ts';
import { readerOf } from './terraform/world.ts';

const valuesIn = ({ values }: Shown) =>
  values.root_module.resources.map(({ address, values: own }) => ({ address, own }));

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
});
