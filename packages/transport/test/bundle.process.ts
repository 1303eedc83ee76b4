import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Format } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';

/** Answers itself one request, in JSON and then in XML. */
const program = `
  import { createServer } from 'node:http';
  import { createTransport } from '@polynat/transport';
  const answers = ['{"a":1}', '<R><a>2</a></R>'];
  const server = createServer((request, response) => response.end(answers.shift())).listen(0, '127.0.0.1');
  server.once('listening', async () => {
    const transport = createTransport();
    const wireCall = {
      cloud: 'fluffy', operation: 'Create', rateKey: 'k', repeat: 'once', format: 'json',
      build: async () => ({ method: 'POST', url: 'http://127.0.0.1:' + server.address().port, headers: {} }),
      failure: () => undefined, decode: (body) => body, requestId: () => undefined,
    };
    const call = { signal: new AbortController().signal, deadline: Date.now() + 60_000, token: 't' };
    console.log(JSON.stringify([await transport.call(wireCall, call), await transport.call(wireCall, call)]));
    await transport.close();
    server.close();
  });`;

describe('a program bundled by esbuild', () => {
  const directory = mkdtempSync(join(tmpdir(), 'polynat-bundle-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([
    ['esm', 'mjs'],
    ['cjs', 'cjs'],
  ] as const satisfies readonly (readonly [Format, string])[])(
    'makes its first call, as %s',
    async (format, ending) => {
      const outfile = join(directory, `program.${ending}`);
      await build({
        stdin: { contents: program, resolveDir: import.meta.dirname },
        bundle: true,
        platform: 'node',
        conditions: ['@polynat/source'],
        format,
        outfile,
        logLevel: 'error',
      });
      const printed = execFileSync(process.execPath, [outfile], { encoding: 'utf8' });
      expect(JSON.parse(printed)).toEqual([{ a: 1 }, { a: '2' }]);
    },
  );
});
