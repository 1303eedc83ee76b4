import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportHcl } from '@polynat/terraform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './migration/stage.ts';
import { type StandInProviders, startProviders } from './terraform/provider.ts';
import { hasTerraform, workspaceIn } from './terraform/terraform.ts';
import { readerOf } from './terraform/world.ts';

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
    },
  );
});
