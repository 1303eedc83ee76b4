import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';

const coverage = z.object({ result: z.array(z.object({ url: z.string() })) });

/** Answers one request with JSON or XML on a port of its own, and reads it through the pipeline. */
const callOf = (body: string) => `
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => response.end(${JSON.stringify(body)})).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const transport = createTransport();
  await transport.call(
    {
      cloud: 'fluffy', operation: 'Read', rateKey: 'k', repeat: 'read', format: 'json',
      build: async () => ({ method: 'GET', url: 'http://127.0.0.1:' + server.address().port, headers: {} }),
      failure: () => undefined, decode: (body) => body, requestId: () => undefined,
    },
    { signal: new AbortController().signal, deadline: Date.now() + 30_000, token: 't' },
  );
  await transport.close();
  server.close();`;

describe('what is loaded', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'polynat-loading-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  /** The libraries a fresh process has loaded after importing the package and running `then`. */
  function librariesAfter(then: string): readonly string[] {
    const script = `import { createTransport } from '@polynat/transport'; ${then}`;
    execFileSync(process.execPath, [...loaders, '--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
      env: { ...process.env, NODE_V8_COVERAGE: directory, NODE_OPTIONS: '' },
    });
    const urls = readdirSync(directory).flatMap((name) => {
      const { result } = coverage.parse(JSON.parse(readFileSync(join(directory, name), 'utf8')));
      return result.map(({ url }) => url);
    });
    expect(urls.join()).toContain('packages/transport/src/transport.ts');
    return ['got', 'fast-xml-parser'].filter((name) =>
      urls.some((url) => url.includes(`/node_modules/${name}/`)),
    );
  }

  it('is neither got nor the XML parser when the package is imported and a transport made', () => {
    expect(librariesAfter('createTransport();')).toEqual([]);
  });

  it('is got, but no XML parser, once a request was answered in JSON', () => {
    expect(librariesAfter(callOf('{}'))).toEqual(['got']);
  });

  it('is the XML parser once an answer in XML was read', () => {
    expect(librariesAfter(callOf('<R/>'))).toEqual(['got', 'fast-xml-parser']);
  });
});

const loaders = ['--import', 'tsx', '--conditions=@polynat/source'];
