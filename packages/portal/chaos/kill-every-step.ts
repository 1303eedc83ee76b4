import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '@polynat/emulator';
import type { Page } from 'playwright-core';
import { fleet } from '../../cli/src/demo/fleet.ts';
import { launch, type Served, Story, serve } from './story.ts';

/**
 * A migration in the page, in each language; the server is killed whenever the page has shown another step as done. Page and run have to
 * go on by themselves, without a gap in the stream, and nothing may be bought twice. The exit code is 1 if something is wrong.
 */
const wrong: string[] = [];
for (const language of ['en', 'zh'] as const) {
  const emulator = await startEmulator({ seed: fleet, speed: 30 });
  const state = await mkdtemp(join(tmpdir(), 'polynat-portal-'));
  let served: Served = await serve(emulator.url, state);
  const port = Number(new URL(served.url).port);
  const browser = await launch();
  const page = await browser.newPage({ locale: language === 'zh' ? 'zh-CN' : 'en-GB' });
  page.setDefaultTimeout(60_000);
  await page.goto(served.link);
  const story = new Story(page, language);
  let kills = 0;

  /** Kills the server at each step that the page shows as done, until it shows this. A restart adds lines to the journal by itself. */
  const killUntil = async (what: Parameters<Story['isReadyFor']>[0]): Promise<void> => {
    let shown = await story.done();
    while (!(await story.isReadyFor(what).isVisible())) {
      await page.waitForTimeout(100);
      const now = await story.done();
      if (now <= shown) continue;
      shown = now;
      served.child.kill('SIGKILL');
      await new Promise((resolve) => served.child.once('exit', resolve));
      kills += 1;
      served = await serve(emulator.url, state, port);
    }
  };

  const before = await addressesOf(served, await cookieOf(page));
  await story.plan();
  await story.start();
  await killUntil('run.cutOver.title');
  await story.cutOver();
  await killUntil('run.finalize.title');
  await story.finalize();
  await killUntil('run.done.migration');
  const positions = await story.journal();
  if (positions.some((position, index) => position !== index))
    wrong.push(`${language}: the stream has a gap: ${positions.join(' ')}`);
  const cookie = await cookieOf(page);
  const listed = await (
    await fetch(`${served.url}/api/v1/gateways?refresh=true&name=shop-egress`, { headers: { cookie } })
  ).json();
  if (listed.items.length !== 1 || listed.items[0].addresses.length !== 3)
    wrong.push(`${language}: ${JSON.stringify(listed.items)}`);
  const bought = (await addressesOf(served, cookie)) - before;
  if (bought !== 3) wrong.push(`${language}: ${bought} public IPs were bought on the target, not 3`);
  emulator.checkInvariants();
  console.log(
    `a migration in the page (${language}): ${kills} kills, ${positions.length} lines of the journal without a gap`,
  );
  await browser.close();
  served.child.kill('SIGTERM');
  await emulator.close();
}
for (const line of wrong) console.error(line);
process.exitCode = wrong.length === 0 ? 0 : 1;

async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** How many public IPs the account of the target has. */
async function addressesOf({ url }: Served, cookie: string): Promise<number> {
  const path = `${url}/api/v1/clouds/baidu/addresses?refresh=true&limit=1000`;
  return (await (await fetch(path, { headers: { cookie } })).json()).items.length;
}
