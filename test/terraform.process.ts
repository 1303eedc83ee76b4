import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportHcl, exportMigration } from '@polynat/terraform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attribute, block, comment } from '../packages/terraform/src/syntax/body.ts';
import { asStored } from '../packages/terraform/src/syntax/text.ts';
import { writeHcl } from '../packages/terraform/src/syntax/write.ts';
import { openStage, type Stage } from './migration/stage.ts';
import { migrated, pairs } from './terraform/migrated.ts';
import { parsed } from './terraform/parsed.ts';
import { type StandInProviders, startProviders } from './terraform/provider.ts';
import { type Shown, shownAfter } from './terraform/state.ts';
import { hasTerraform, workspaceIn } from './terraform/terraform.ts';
import { readerOf } from './terraform/world.ts';

const valuesIn = ({ values }: Shown) =>
  values.root_module.resources.map(({ address, values: own }) => ({ address, own }));

/** Texts that would end a string, begin a template or hide from a reader. */
const hostile = [
  '',
  ' ',
  '"',
  '\\',
  '\\"',
  '$',
  '$'.concat('{file("/etc/passwd")}'),
  '$$'.concat('{x}'),
  '%{ if true }x%{ endif }',
  '%%{x}',
  '100%',
  '$ {x}',
  'two\nlines\r\n\ttabs',
  '}\nresource "x" "y" {',
  '# no comment */ // EOT <<EOT',
  'e\u0301 é 名 👩\u200d💻',
  '\u0001\u007f\u2028\u202e\ufeff',
  'half \ud800',
  'for',
  'null',
];

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

  it('reads back every text that the library writes', async () => {
    const workspace = workspaceIn(mkdtempSync(join(tmpdir(), 'polynat-terraform-')), providers.reattach);
    const map = Object.fromEntries(hostile.map((text, index) => [`${index}${text}`, text]));
    const resource = block('output', ['texts'], attribute('value', { map }));
    workspace.write([{ path: 'texts.tf', text: writeHcl([comment(hostile.join()), resource]) }]);
    await workspace.run('fmt', '-check');
    await workspace.run('apply', '-auto-approve');
    const { texts } = JSON.parse(await workspace.run('output', '-json'));
    const stored = Object.entries(map).map((pair) => pair.map(asStored));
    expect(texts.value).toEqual(Object.fromEntries(stored));
  });

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
