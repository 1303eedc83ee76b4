import { createHash } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerEntry, LedgerPage, PurchaseLedger } from '@polynat/core';
import { check } from '@polynat/core';
import * as z from 'zod';

const entrySchema = z.object({
  token: z.string(),
  what: z.string(),
  months: z.number(),
  cancelled: z.literal(true).exactOptional(),
});

/**
 * Counts purchases in a folder that several processes share: one file for each entry, `purchase-<alias>-<day>-<number>.json`. A file
 * is linked under its number once it is whole. Only one process can take a number; the others read again and decide again.
 */
export function fileLedger(folder: () => Promise<string>): PurchaseLedger {
  return {
    async append(page, decide) {
      const directory = await folder();
      for (;;) {
        const entries = await readPage(directory, page);
        const entry = decide(entries);
        if (!entry) return;
        await mkdir(directory, { recursive: true });
        if (await take(directory, fileOf(page, entries.length + 1), entry)) return;
      }
    },
  };
}

const prefixOf = ({ cloud, day }: LedgerPage): string => `purchase-${cloud}-${day}-`;
const fileOf = (page: LedgerPage, number: number): string => `${prefixOf(page)}${number}.json`;

async function readPage(directory: string, page: LedgerPage): Promise<readonly LedgerEntry[]> {
  const names = await readdir(directory).catch(emptyIfAbsent);
  const count = names.filter((name) => isEntry(name, page)).length;
  const files = Array.from({ length: count }, (_, index) => join(directory, fileOf(page, index + 1)));
  return Promise.all(files.map(readEntry));
}

/** The alias may hold dashes, so the rest of the name must be a number. */
const isEntry = (name: string, page: LedgerPage): boolean =>
  name.startsWith(prefixOf(page)) && /^\d+\.json$/.test(name.slice(prefixOf(page).length));

const readEntry = async (file: string): Promise<LedgerEntry> =>
  check<LedgerEntry>(entrySchema, JSON.parse(await readFile(file, 'utf8')), file);

function emptyIfAbsent(thrown: unknown): readonly string[] {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return [];
  throw thrown;
}

/** Whether the number was free. */
async function take(directory: string, name: string, entry: LedgerEntry): Promise<boolean> {
  const content = JSON.stringify(entry);
  const mark = createHash('sha256').update(`${process.pid} ${Math.random()} ${content}`).digest('hex');
  const draft = join(directory, `.purchase-${mark.slice(0, 16)}`);
  await writeFile(draft, content, { flag: 'wx' });
  try {
    await link(draft, join(directory, name));
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  } finally {
    await rm(draft, { force: true });
  }
}
