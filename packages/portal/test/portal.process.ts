import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findingsOn, keepPicture, launchBrowser, openPage, overflowOf } from './browser.ts';
import { type Served, serve } from './served.ts';

let served: Served;
let browser: Browser;
let page: Page;
let wrong: string[];

beforeAll(async () => {
  [served, browser] = await Promise.all([serve(), launchBrowser()]);
  ({ page, wrong } = await openPage(browser, { locale: 'en-GB' }));
  await page.goto(served.link);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  served?.process.signal('SIGTERM');
  await served?.process.ended;
});

/** Nothing for axe, nothing wider than a phone, nothing on the console. */
async function isFlawless(name: string): Promise<void> {
  expect(await findingsOn(page), name).toEqual([]);
  await keepPicture(page, name);
  await page.setViewportSize({ width: 375, height: 740 });
  expect([name, await overflowOf(page)]).toEqual([name, 0]);
  await keepPicture(page, `${name}-375`);
  await page.setViewportSize({ width: 1280, height: 900 });
  expect(wrong, name).toEqual([]);
}

const go = (name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
const section = (name: string): Locator => page.getByRole('region', { name, exact: true });
const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const heading = (name: string | RegExp): Locator => page.getByRole('heading', { name });

it('takes a gateway from one cloud to another by mouse, in English', async () => {
  await page.getByRole('searchbox').fill('shop');
  await page.getByText('1 of 3 gateways').waitFor();
  await isFlawless('fleet');
  await page.getByRole('link', { name: 'shop-egress' }).click();
  await heading('SNAT rules 3').waitFor();
  await isFlawless('gateway');

  await section('SNAT rules').getByRole('button', { name: 'Add rule' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'CIDR block' }).fill('10.1.48.0/24');
  await dialog.getByRole('checkbox', { name: '47.92.0.1' }).check();
  await button('Review').click();
  await dialog.getByText('costs nothing more').waitFor();
  await isFlawless('form');
  await dialog.getByRole('button', { name: 'Add SNAT rule' }).click();
  await dialog.getByText('Done', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await heading('SNAT rules 4').waitFor();

  await page.getByRole('link', { name: 'Migrate to another cloud' }).click();
  await page.getByLabel('Target cloud').selectOption('baidu');
  await page.getByLabel('VPC').selectOption({ index: 1 });
  await button('Plan').click();
  await heading(/^Blocking/).waitFor();
  await isFlawless('migrate-blocked');
  for (const ip of ['47.92.0.1', '47.92.0.2', '47.92.0.3'])
    await page.getByLabel(`For ${ip}`).selectOption('allocate');
  await page.getByLabel('Size').selectOption({ label: '2 capacity units' });
  await page.getByLabel('Delete the source').check();
  await button('Plan').click();
  await page.getByLabel('I have looked at the plan').check();
  await isFlawless('migrate-plan');
  await button('Approve and start').click();

  await heading('Ready for cut-over').waitFor({ timeout: 60_000 });
  await isFlawless('run-cut-over');
  await button('Compare both gateways').click();
  await page.getByText('Both gateways do what was planned.').waitFor();
  await page.getByLabel('All traffic uses the new gateway').check();
  await button('Cut over').click();
  await heading('Ready to finalize').waitFor();
  await page.getByLabel('No traffic uses the source any more').check();
  await button('Finalize').click();
  await page.getByText('The migration has ended.').waitFor();
  await isFlawless('run-done');

  await go('Gateways');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await page.getByRole('row', { name: /shop-egress baidu/ }).waitFor();
  expect(await page.getByRole('row', { name: /shop-egress/ }).count()).toBe(1);
}, 300_000);

it('does the same kind of thing by keyboard, in Chinese', async () => {
  await page.goto(`${served.url}/#/fleet`);
  await heading('NAT gateways').waitFor();
  await page.getByLabel('Language').focus();
  await page.keyboard.press('ArrowDown');
  await heading('NAT 网关').waitFor();
  await page.keyboard.press('Control+Home');
  await page.getByRole('link', { name: 'search-out' }).focus();
  await page.keyboard.press('Enter');
  await heading(/^SNAT 规则/).waitFor();
  expect(await page.evaluate<string>('document.documentElement.lang')).toBe('zh-CN');
  await page.getByRole('button', { name: '续费' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('时长').waitFor();
  await dialog.getByLabel('时长').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await dialog.getByText('立即支付所选时长的费用。').waitFor();
  await isFlawless('zh-renew');
  // The yes has the keyboard now.
  await page.keyboard.press('Enter');
  await dialog.getByText('已完成').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  for (const [name, title] of [
    ['公网 IP', '公网 IP'],
    ['新建', '新建'],
    ['续费', '续费'],
    ['迁移', '迁移网关'],
    ['运行', '运行'],
    ['审批', '审批'],
    ['审计', '审计日志'],
  ] as const) {
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await page.getByText('正在读取…').waitFor({ state: 'hidden' });
    await isFlawless(`zh-${title}`);
  }
  await page.getByText('均未被篡改').waitFor();
}, 300_000);

const hostile = `* { color: red !important; font: 40px serif !important; display: block !important; background: yellow !important; }
  polynat-fleet { visibility: hidden; float: left; width: 10px; } button { display: none !important }`;

it('stands in a foreign page with styles against it, and shows markup in names as text', async () => {
  const name = '<img src=x onerror="document.title=1">\u202e\u0007';
  await page.route('**/foreign', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Foreign</title><style>${hostile}</style><script type="module" src="portal.js"></script><main><h1>Foreign</h1><polynat-fleet server="."></polynat-fleet></main>`,
    }),
  );
  await page.route('**/api/v1/gateways?*', async (route) => {
    const answer = await route.fetch();
    const told = await answer.json();
    await route.fulfill({
      response: answer,
      json: { ...told, items: told.items.map((one: object) => ({ ...one, name })) },
    });
  });
  await page.goto(`${served.url}/foreign`);
  const opened = page.evaluate<object>(
    `new Promise((resolve) => addEventListener('polynat-open', ({ detail }) => resolve(detail)))`,
  );
  const row = page.getByRole('button', { name: '<img src=x' }).first();
  await row.waitFor();
  const look = await row.evaluate((element) => {
    const { color, fontSize, display } = getComputedStyle(element);
    return { color: color === 'rgb(255, 0, 0)', fontSize, hidden: display === 'none' };
  });
  expect(look).toEqual({ color: false, fontSize: '14px', hidden: false });
  await row.click();
  expect(await opened).toMatchObject({ part: 'gateway', id: expect.stringContaining(':') });
  expect([await page.locator('polynat-fleet img').count(), await page.title(), wrong]).toEqual([
    0,
    'Foreign',
    [],
  ]);
  await keepPicture(page, 'foreign');
}, 60_000);
