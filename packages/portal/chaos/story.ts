import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Language, type TextKey, translate } from '../src/texts/translate.ts';

export const launch = async (): Promise<Browser> => {
  const named = process.env.POLYNAT_CHROMIUM;
  return chromium.launch(
    named === undefined
      ? { executablePath: await bundled.executablePath(), args: bundled.args }
      : { executablePath: named },
  );
};

export interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  readonly link: string;
}

const command = fileURLToPath(new URL('../../cli/bin/polynat.js', import.meta.url));

/** The built command, on a state and an emulator that outlive it. */
export async function serve(emulator: string, state: string, port = 0): Promise<Served> {
  const words = ['serve', '--emulated', '--json', '--port', `${port}`, '--state', state];
  const env = { PATH: process.env.PATH, HOME: state, POLYNAT_EMULATOR: emulator };
  const child = spawn(process.execPath, [command, ...words], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.setEncoding('utf8').once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, ...JSON.parse(line) };
}

/** What a person does on the page from choosing the source to the end, in one of its languages. */
export class Story {
  readonly #page: Page;
  readonly #language: Language;

  constructor(page: Page, language: Language) {
    this.#page = page;
    this.#language = language;
  }

  #t(key: TextKey, words?: Readonly<Record<string, string | number>>): string {
    return translate(this.#language, key, words);
  }

  #button(key: TextKey) {
    return this.#page.getByRole('button', { name: this.#t(key), exact: true });
  }

  async plan(): Promise<void> {
    const page = this.#page;
    await page.getByRole('link', { name: 'shop-egress' }).click();
    await page.getByRole('link', { name: this.#t('gateway.migrate') }).click();
    await page.getByLabel(this.#t('migrate.target')).selectOption('baidu');
    await page.getByLabel(this.#t('field.vpc'), { exact: true }).selectOption({ index: 1 });
    for (const ip of ['47.92.0.1', '47.92.0.2', '47.92.0.3'])
      await page.getByLabel(this.#t('migrate.address', { ip })).selectOption('allocate');
    await page.getByLabel(this.#t('migrate.size'), { exact: true }).selectOption('{"units":2}');
    await page.getByLabel(this.#t('migrate.deleteSource')).check();
    await this.#button('migrate.plan').click();
    await page.getByLabel(this.#t('plan.understood')).check();
  }

  start = (): Promise<void> => this.#button('plan.start').click();

  isReadyFor = (what: 'run.cutOver.title' | 'run.finalize.title' | 'run.done.migration') =>
    this.#page.getByText(this.#t(what), { exact: true });

  async cutOver(): Promise<void> {
    await this.#button('run.check').click();
    await this.#page.getByText(this.#t('run.checked')).waitFor();
    await this.#page.getByLabel(this.#t('run.switched')).check();
    await this.#button('run.cutOver').click();
  }

  async finalize(): Promise<void> {
    await this.#page.getByLabel(this.#t('run.finalize.sure')).check();
    await this.#button('run.finalize').click();
  }

  /** How many steps the page shows as done. */
  done = (): Promise<number> => this.#page.locator('polynat-run li.done').count();

  /** Positions of the journal that the page has shown. */
  journal = (): Promise<readonly number[]> =>
    this.#page
      .locator('polynat-run li[data-position]')
      .evaluateAll((lines) => lines.map((line) => Number(line.getAttribute('data-position'))));
}
