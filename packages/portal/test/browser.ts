import bundled from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const sentence = 'there is no Chromium for this machine: set POLYNAT_CHROMIUM to the path of one';

/** The browser inside the npm package, which brings its own libraries; elsewhere one that the environment names. */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.POLYNAT_CHROMIUM;
  const isBundled = process.platform === 'linux' && process.arch === 'x64';
  if (named === undefined && !isBundled) throw new Error(sentence);
  try {
    return await chromium.launch(
      named === undefined
        ? { executablePath: await bundled.executablePath(), args: bundled.args }
        : { executablePath: named },
    );
  } catch (cause) {
    throw new Error(sentence, { cause });
  }
}

/** A page that keeps what its console says is wrong: refusals of its content security policy among it. */
export async function openPage(
  browser: Browser,
  options: { readonly locale: string; readonly colorScheme?: 'light' | 'dark' },
): Promise<{ readonly page: Page; readonly wrong: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript({ content: axe.source });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const wrong: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /content security policy/i.test(message.text()))
      wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(error.message));
  return { page, wrong };
}

/** What axe finds on the page as it is, in a few words each. */
export async function findingsOn(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate<import('axe-core').AxeResults>('axe.run()');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id} at ${target.flat().join(' ')}: ${failureSummary.split('\n')[1] ?? ''}`,
    ),
  );
}

/** How much wider than the window the page is. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

export const keepPicture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env.POLYNAT_PICTURES;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};
