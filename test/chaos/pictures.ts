import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exportGateway, planMigration } from '@polynat/migrate';
import { reportOf } from '@polynat/pictures';
import chromium from '@sparticuz/chromium';
import { chromium as browsers } from 'playwright-core';
import { manyRules } from '../migration/large.ts';
import { openStage } from '../migration/stage.ts';

/**
 * Opens the report of a plan with 1 000 rules in a real browser, on a light and a dark screen, a phone and paper: nothing may be wider than the page, and
 * names may not become elements. `POLYNAT_PICTURES=FOLDER` keeps what was seen. The exit code is 1 if something is wrong.
 */
const hostile = `"><script>document.title='run'</script><b class=hostile>`;
const views = [
  { name: 'screen', width: 1280, height: 900, media: 'screen' },
  { name: 'dark', width: 1280, height: 900, media: 'screen', colorScheme: 'dark' },
  { name: 'phone', width: 390, height: 844, media: 'screen' },
  { name: 'paper', width: 794, height: 1123, media: 'print' },
] as const;

const folder = process.env.POLYNAT_PICTURES ?? (await mkdtemp(join(tmpdir(), 'polynat-pictures-')));
const file = join(folder, 'plan.html');
await writeFile(file, await report());
const browser = await browsers.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args,
});
/** One page for all: this browser runs in a single process, and ends with its page. */
const page = await browser.newPage();
const wrong: string[] = [];
for (const { name, width, height, media, ...view } of views) {
  const colorScheme = 'colorScheme' in view ? view.colorScheme : 'light';
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ media, colorScheme });
  await page.goto(pathToFileURL(file).href);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  const strange = await page.locator('script, .hostile').count();
  const rows = await page.locator('.rules td:first-child').count();
  await page.screenshot({ path: join(folder, `${name}.png`) });
  if (media === 'print') await page.pdf({ path: join(folder, 'plan.pdf'), format: 'A4' });
  if (wide > width) wrong.push(`${name}: ${wide} wide, not ${width}`);
  if (strange > 0 || (await page.title()).startsWith('run')) wrong.push(`${name}: a name became an element`);
  if (rows !== 2_000) wrong.push(`${name}: ${rows} rules`);
}
await browser.close();
if (process.env.POLYNAT_PICTURES === undefined) await rm(folder, { recursive: true });
for (const line of wrong) console.error(line);
console.log(`report of 1000 rules in a browser: ${views.length} views, ${wrong.length} wrong`);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function report(): Promise<string> {
  const { seed, decided } = manyRules(200, 800);
  const stage = await openStage(seed);
  const { nat, clock } = stage;
  const source = await stage.gatewayOn('alibaba');
  const read = await exportGateway(nat, source, { clock });
  const mapping = { network: await stage.placeOn('baidu'), ...decided };
  const plan = await planMigration(nat, source, { to: 'baidu', mapping, clock, document: read });
  await stage.close();
  const before = { ...read, gateway: { ...read.gateway, name: hostile } };
  return reportOf({ plan, before });
}
