import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binary } from './binary.ts';
import { newFolder } from './stage.ts';

const script = fileURLToPath(new URL('../action/run.js', import.meta.url));
const token = 'ghs_aToken';

/** Comments of one pull request. */
class FakeGitHub {
  readonly comments = [{ id: 1, body: 'Looks good' }];
  readonly requests: string[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const text = Buffer.concat(chunks).toString();
    this.requests.push(`${request.method} ${request.url}`);
    if (request.headers.authorization !== `Bearer ${token}`) return response.writeHead(403).end('{}');
    response.end(JSON.stringify(this.#answer(request.method, request.url ?? '', text)));
  });

  #answer(method: string | undefined, url: string, text: string): unknown {
    if (method === 'GET') return this.comments;
    const { body } = JSON.parse(text);
    if (method === 'POST') return this.comments.push({ id: this.comments.length + 1, body });
    const changed = this.comments.find(({ id }) => url.endsWith(`/comments/${id}`));
    if (changed) changed.body = body;
    return changed;
  }

  async open(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    const address = this.#server.address();
    return typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : '';
  }

  close(): void {
    this.#server.close();
  }
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

describe('the GitHub Action', () => {
  const github = new FakeGitHub();
  const folder = newFolder();
  let emulator: Emulator;
  let api: string;
  let ref: string;

  const env = (more: Readonly<Record<string, string>>) => ({
    ...{ PATH: process.env.PATH, HOME: folder, POLYNAT_EMULATOR: emulator.url },
    ...{
      GITHUB_API_URL: api,
      GITHUB_REPOSITORY: 'shop/network',
      GITHUB_EVENT_PATH: join(folder, 'event.json'),
    },
    ...{ GITHUB_STEP_SUMMARY: join(folder, 'summary.md'), GITHUB_OUTPUT: join(folder, 'output') },
    ...{ INPUT_DOCUMENTS: 'gateways', INPUT_COMMAND: `${process.execPath} ${binary}`, INPUT_TOKEN: token },
    ...more,
  });
  const action = (more: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    new Promise((resolve) => {
      execFile(process.execPath, [script], { cwd: folder, env: env(more) }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout: stdout + stderr }),
      );
    });
  const polynat = async (...words: readonly string[]): Promise<string> => {
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, [binary, ...words], { cwd: folder, env: env({}) });
    return stdout.trim();
  };

  beforeAll(async () => {
    emulator = await startEmulator({ speed: 0 });
    api = await github.open();
    mkdirSync(join(folder, 'gateways'));
    writeFileSync(join(folder, 'event.json'), JSON.stringify({ pull_request: { number: 7 } }));
    const { vpcId } = emulator.connection().networks.baidu;
    ref = await polynat(
      ...['gateways', 'create', 'baidu', '--network', vpcId, '--name', 'egress'],
      ...['--size', 'small', '--yes', '-o', 'name'],
    );
    await polynat('export', ref, '--output', 'gateways/egress.yaml');
  }, 60_000);

  afterAll(async () => {
    github.close();
    await emulator.close();
  });

  it('says on the pull request what its documents would change, and keeps that one comment up to date', async () => {
    const document = join(folder, 'gateways/egress.yaml');
    writeFileSync(document, readFileSync(document, 'utf8').replace('name: egress', 'name: shop-egress'));
    const first = await action();
    expect(first.code, first.stdout).toBe(0);
    expect(github.comments).toHaveLength(2);
    expect(github.comments[1]?.body).toContain('gateways/egress.yaml: would change');
    expect(github.comments[1]?.body).toContain('shop-egress');
    expect(readFileSync(join(folder, 'output'), 'utf8')).toBe('changes=1\n');

    await polynat('gateways', 'rename', ref, 'shop-egress');
    const second = await action();
    expect(second.code, second.stdout).toBe(0);
    expect(github.comments.map(({ body }) => body.includes('no change'))).toEqual([false, true]);
    expect(github.requests.at(-1)).toBe('PATCH /repos/shop/network/issues/comments/2');
    expect(first.stdout + second.stdout).not.toContain(token);
  });

  it('fails when a gateway has drifted, and passes when it has not', async () => {
    expect((await action({ INPUT_MODE: 'drift' })).code).toBe(0);
    await polynat('gateways', 'rename', ref, 'by-hand');
    const { code, stdout } = await action({ INPUT_MODE: 'drift' });
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('::error::gateways have drifted'),
    });
    expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('by-hand');
  });

  it('says what is missing when it may not write comments', async () => {
    const { code, stdout } = await action({ INPUT_TOKEN: 'another' });
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('pull-requests: write'),
    });
  });
});
