import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmulator } from '@polynat/emulator';
import { fleet } from '../../cli/src/demo/fleet.ts';
import { launch, type Served, Story, serve } from './story.ts';

/**
 * A migration in the page, in each language; the server is killed whenever the page has shown another line of the journal. Page and run have to
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

  /** Kills the server at each line that the page shows, until it shows this. */
  const killUntil = async (what: Parameters<Story['isReadyFor']>[0]): Promise<void> => {
    let shown = (await story.journal()).length;
    while (!(await story.isReadyFor(what).isVisible())) {
      await page.waitForTimeout(100);
      const now = (await story.journal()).length;
      if (now === shown) continue;
      shown = now;
      served.child.kill('SIGKILL');
      await new Promise((resolve) => served.child.once('exit', resolve));
      kills += 1;
      served = await serve(emulator.url, state, port);
    }
  };

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
  const headers = {
    cookie: (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; '),
  };
  const listed = await (
    await fetch(`${served.url}/api/v1/gateways?refresh=true&name=shop-egress`, { headers })
  ).json();
  if (listed.items.length !== 1 || listed.items[0].addresses.length !== 3)
    wrong.push(`${language}: ${JSON.stringify(listed.items)}`);
  const bought = await (
    await fetch(`${served.url}/api/v1/clouds/baidu/addresses?refresh=true`, { headers })
  ).json();
  if (bought.items.length !== 4)
    wrong.push(`${language}: ${bought.items.length} public IPs on the target, not the 1 there was and 3`);
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
