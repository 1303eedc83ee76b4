import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Emulator } from '@polynat/emulator';
import type { HclExport } from '@polynat/terraform';
import { faultsIn } from './faults.ts';
import { parsed } from './parsed.ts';
import { startProviders } from './provider.ts';
import { type Shown, shownAfter } from './state.ts';
import { hasTerraform, workspaceIn } from './terraform.ts';
import type { Keeping } from './watcher.ts';
import { readerOf } from './world.ts';

/** The command where it is found, and the parser elsewhere. */
export const keepingOf = (emulator: Emulator): Promise<Keeping> =>
  hasTerraform() ? keptByTerraform(emulator) : keptByParser(emulator);

/** What HashiCorp's parser, the schemas of the providers and the world can tell without the command. */
export async function keptByParser(emulator: Emulator): Promise<Keeping> {
  const read = async (exported: HclExport): Promise<Shown> => {
    const written = await parsed(exported.files);
    const faults = faultsIn(written);
    if (faults.length > 0) throw new Error(faults.join('; '));
    if (written.imports.length !== exported.imports) throw new Error(`${written.imports.length} imports`);
    return shownAfter(written, readerOf(emulator));
  };
  let taken: { readonly exported: HclExport; readonly state: Shown } | undefined;
  return {
    async takes(exported) {
      taken = { exported, state: await read(exported) };
      return taken.state;
    },
    async differsNow() {
      const same = taken && isDeepStrictEqual(await read(taken.exported), taken.state);
      return same ? [] : ['the state is not as before'];
    },
    async handsOver(made) {
      await read(made);
      const { removed } = await parsed(made.files);
      if (removed.length !== made.removed.length) throw new Error(`${removed.length} removed blocks`);
    },
    close: () => undefined,
  };
}

async function keptByTerraform(emulator: Emulator): Promise<Keeping> {
  const providers = await startProviders(readerOf(emulator));
  const workspace = workspaceIn(mkdtempSync(join(tmpdir(), 'polynat-terraform-')), providers.reattach);
  const requirePlan = async (wanted: string, ...args: readonly string[]): Promise<string> => {
    const planned = await workspace.run('plan', ...args);
    if (!planned.includes(wanted)) throw new Error(`terraform does not plan "${wanted}": ${planned}`);
    return planned;
  };
  const importing = (count: number) => `Plan: ${count} to import, 0 to add, 0 to change, 0 to destroy.`;
  return {
    async takes({ files, imports }) {
      workspace.write(files);
      await workspace.run('init');
      await requirePlan(importing(imports), '-out=first.tfplan');
      await workspace.run('apply', 'first.tfplan');
      await requirePlan('No changes.');
      return JSON.parse(await workspace.run('show', '-json'));
    },
    async differsNow() {
      await requirePlan('No changes.');
      return [];
    },
    async handsOver(made, before, kept) {
      workspace.clear();
      workspace.write(made.files);
      workspace.write(blocksOf(before, kept), 'source-');
      await workspace.run('init');
      const planned = await requirePlan(importing(made.imports), '-out=second.tfplan');
      const released = planned.match(/# \S+ will no longer be managed/g)?.length ?? 0;
      if (released !== made.removed.length) throw new Error(`terraform lets go of ${released}`);
      await workspace.run('apply', 'second.tfplan');
      await requirePlan('No changes.');
    },
    close: () => providers.close(),
  };
}

/** The blocks of these resources, as a person leaves them when the rest is deleted. */
const blocksOf = ({ files }: HclExport, addresses: readonly string[]) =>
  files.map(({ path, text }) => ({
    path,
    text: text
      .split(/\n\n(?=#)/)
      .filter((part) =>
        addresses.some((address) => {
          const [type, label] = address.split('.');
          return part.includes(`resource "${type}" "${label}"`);
        }),
      )
      .join('\n\n'),
  }));
