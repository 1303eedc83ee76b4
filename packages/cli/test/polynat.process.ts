import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Emulator, startEmulator } from '@polynat/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { binary, run, start } from './binary.ts';
import { newFolder } from './stage.ts';

/** Keys from a command, and an endpoint, as a configuration file in a home of its own. */
function homeWith(endpoint: string, keys: object): string {
  const home = newFolder();
  const command = [process.execPath, '-e', 'console.log(process.argv[1])', JSON.stringify(keys)];
  const shop = { cloud: 'alibaba', region: 'cn-qingdao', endpoint, credentials: { command } };
  writeFileSync(join(home, 'polynat.yaml'), JSON.stringify({ clouds: { shop } }));
  return home;
}

const anyKeys = { accessKeyId: 'id', accessKeySecret: 'secret' };

describe('polynat emulate --json', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'prints the connection first, and ends with 0 on %s',
    async (signal) => {
      const emulator = start({}, 'emulate', '--json', '--speed', '0');
      await emulator.saying('out', '\n');
      const connection = JSON.parse(emulator.out().split('\n')[0] ?? '');
      expect(connection).toEqual({
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        credentials: {
          alibaba: { accessKeyId: expect.any(String), accessKeySecret: expect.any(String) },
          baidu: { accessKeyId: expect.any(String), secretAccessKey: expect.any(String) },
          tencentBm: { secretId: expect.any(String), secretKey: expect.any(String) },
          tencentVpc: { secretId: expect.any(String), secretKey: expect.any(String) },
        },
        networks: {
          alibaba: {
            regionId: 'cn-qingdao',
            vpcId: expect.any(String),
            vSwitchId: expect.any(String),
            cidr: expect.any(String),
          },
          baidu: expect.objectContaining({ vpcId: expect.any(String), eips: expect.any(Array) }),
          tencentBm: expect.objectContaining({ vpcId: expect.any(String), eips: expect.any(Array) }),
          tencentVpc: {
            region: 'ap-guangzhou',
            vpcId: expect.any(String),
            subnetId: expect.any(String),
            cidr: expect.any(String),
          },
        },
      });
      const { exit, out } = await run({ POLYNAT_EMULATOR: connection.url }, 'clouds', '--json');
      expect([exit, JSON.parse(out).map(({ alias }: { alias: string }) => alias)]).toEqual([
        0,
        ['alibaba', 'baidu', 'tencent-bm', 'tencent-vpc'],
      ]);
      emulator.signal(signal);
      expect([await emulator.ended, emulator.err()]).toEqual([0, '']);
    },
  );

  it('takes the port and the seed it is given', async () => {
    const home = newFolder();
    writeFileSync(join(home, 'seed.yaml'), 'baidu: { gateways: [{ name: seeded, spec: small }] }\n');
    const emulator = start({ HOME: home }, 'emulate', '--json', '--port', '0', '--seed', 'seed.yaml');
    await emulator.saying('out', '\n');
    const { url } = JSON.parse(emulator.out());
    expect((await run({ POLYNAT_EMULATOR: url }, 'gateways', 'list')).out).toContain('seeded');
    emulator.signal('SIGTERM');
    expect(await emulator.ended).toBe(0);
  });

  it('rejects one ClientToken for two operations with --strict-tokens', async () => {
    const emulator = start({}, 'emulate', '--json', '--speed', '0', '--strict-tokens');
    await emulator.saying('out', '\n');
    const { url, networks } = JSON.parse(emulator.out());
    const { regionId, vpcId, vSwitchId } = networks.alibaba;
    const call = (...words: readonly string[]) =>
      run(
        { POLYNAT_EMULATOR: url },
        'call',
        'alibaba',
        ...words,
        `RegionId=${regionId}`,
        'ClientToken=T',
        '--yes',
        '--json',
      );
    const gateway = [`VpcId=${vpcId}`, `VSwitchId=${vSwitchId}`, 'NatType=Enhanced'];
    const { out } = await call('CreateNatGateway', ...gateway);
    const id = /ngw-[a-z0-9]+/.exec(out)?.[0] ?? '';
    const second = await call(
      'DeletionProtection',
      `InstanceId=${id}`,
      'Type=NATGW',
      'ProtectionEnable=true',
    );
    expect([id, second.out + second.err]).toEqual([
      expect.stringMatching(/^ngw-/),
      expect.stringContaining('same client token'),
    ]);
    emulator.signal('SIGTERM');
    expect(await emulator.ended).toBe(0);
  });
});

describe('with a slow cloud', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ speed: 1 });
  });
  afterAll(() => emulator.close());

  const creation = (name: string): readonly string[] => {
    const { vpcId, vSwitchId } = emulator.connection().networks.alibaba;
    return [
      'gateways',
      'create',
      'alibaba',
      '--network',
      vpcId,
      '--subnet',
      vSwitchId,
      '--name',
      name,
      '--yes',
    ];
  };

  it('Ctrl-C ends a wait, and resume waits for the end of the change', async () => {
    const environment = { POLYNAT_EMULATOR: emulator.url, HOME: newFolder() };
    const creating = start(environment, ...creation('interrupted'));
    await creating.saying('err', 'Creating');
    creating.signal('SIGINT');
    expect([await creating.ended, creating.out()]).toEqual([1, '']);
    expect(creating.err()).toContain('alibaba accepted it and is still working');
    const [, id = ''] = /polynat resume (op-\w+)/.exec(creating.err()) ?? [];
    await fetch(`${emulator.url}/_emulator/clock`, { method: 'POST', body: '{"advance":300}' });
    const { exit, out } = await run(environment, 'resume', id, '--json');
    expect([exit, JSON.parse(out)]).toEqual([
      0,
      expect.objectContaining({ name: 'interrupted', state: 'available' }),
    ]);
    expect((await run(environment, 'resume', id)).exit).toBe(2);
  });

  it('a wait longer than --timeout ends like an interrupted one', async () => {
    const { exit, err } = await run(
      { POLYNAT_EMULATOR: emulator.url },
      ...creation('hurried'),
      '--timeout',
      '2s',
      '--json',
    );
    const told = JSON.parse(err.trimEnd().split('\n').at(-1) ?? '');
    expect([exit, told]).toEqual([
      1,
      {
        error: expect.objectContaining({
          code: 'timeout',
          remedy: expect.stringContaining('polynat resume op-'),
        }),
      },
    ]);
  });

  it('a cloud that stops responding is retried until the timeout', async () => {
    const dying = start({}, 'emulate', '--json', '--speed', '1');
    await dying.saying('out', '\n');
    const { url, networks } = JSON.parse(dying.out());
    const { vpcId, vSwitchId } = networks.alibaba;
    const place = ['--network', vpcId, '--subnet', vSwitchId, '--name', 'orphan', '--yes', '--timeout', '5s'];
    const creating = start({ POLYNAT_EMULATOR: url }, 'gateways', 'create', 'alibaba', ...place);
    await creating.saying('err', 'Creating');
    dying.signal('SIGKILL');
    expect(await creating.ended).toBe(1);
    expect(creating.err()).toMatch(/unavailable[\s\S]*timeout.*stopped waiting[\s\S]*polynat resume op-/);
    expect(creating.err()).not.toMatch(/\n\s+at /);
  });
});

describe('a migration', () => {
  it('is resumed after an interruption and after a kill', async () => {
    const emulator = await startEmulator({ speed: 60, seed: fleet });
    const home = newFolder();
    const environment = { POLYNAT_EMULATOR: emulator.url, HOME: home };
    const read = async (...args: string[]) => JSON.parse((await run(environment, ...args, '--json')).out);
    const [{ ref }] = await read('gateways', 'list', '--cloud', 'alibaba');
    const networks: { id: string; name: string }[] = await read('networks', 'list', 'baidu');
    const vpc = networks.find(({ name }) => name === 'shop-network')?.id;
    const mapping = { network: { vpc }, size: { units: 2 }, otherAddresses: 'allocate' };
    writeFileSync(join(home, 'mapping.yaml'), JSON.stringify(mapping));
    const migration = ['migrate', ref, '--to', 'baidu', '--mapping', 'mapping.yaml', '--yes'];

    const interrupted = start(environment, ...migration);
    await interrupted.saying('err', '[ 3/11] done');
    interrupted.signal('SIGINT');
    expect([await interrupted.ended, interrupted.out()]).toEqual([
      1,
      expect.stringContaining('is suspended'),
    ]);
    const [, id = ''] = /polynat resume (\w+)/.exec(interrupted.out()) ?? [];
    expect(await run(environment, ...migration)).toMatchObject({
      exit: 1,
      err: expect.stringContaining(`polynat resume ${id}`),
    });

    const killed = start(environment, 'resume', id);
    await killed.saying('err', 'done     create gateway');
    killed.signal('SIGKILL');
    await killed.ended;
    expect(await run(environment, 'resume', id)).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`Run ${id} is awaiting cut-over`),
    });
    const moved = await read('gateways', 'list', '--cloud', 'baidu', '--name', 'shop-egress');
    expect(moved).toHaveLength(1);
    await emulator.close();
  });
});

describe('a broken network', () => {
  it('is one message when the connection is refused', async () => {
    const home = homeWith('http://127.0.0.1:9', anyKeys);
    const { exit, out, err } = await run({ HOME: home }, 'gateways', 'list');
    expect([exit, out]).toEqual([1, '']);
    expect(err).toMatch(/^\[unavailable\] cannot reach 127\.0\.0\.1:9.*\n→ .*\n$/);
  });

  it('is one message when a proxy responds with a page, as JSON with --json', async () => {
    const proxy = createServer((_, answer) =>
      answer.setHeader('content-type', 'text/html').end('<html>Sign in</html>'),
    );
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const home = homeWith(`http://127.0.0.1:${port}`, anyKeys);
    const { exit, out, err } = await run({ HOME: home }, 'gateways', 'list', '--json');
    proxy.close();
    expect([exit, out]).toEqual([1, '']);
    expect(JSON.parse(err)).toMatchObject({
      error: { code: 'protocol', message: expect.stringContaining('web page') },
    });
  });
});

describe('invalid input', () => {
  it.each([
    ['a bad block', ['snat', 'add', 'alibaba:cn-qingdao/ngw-1', '10.0.0.1/8'], /source\.cidr/],
    [
      'a bad port',
      ['dnat', 'add', 'alibaba:cn-qingdao/ngw-1', 'tcp', '1.2.3.4:70000', '10.0.0.1:80'],
      /1 to 65535/,
    ],
    [
      'another region',
      ['gateways', 'get', 'alibaba:cn-beijing/ngw-1'],
      /cn-beijing[^\n]*cn-qingdao[^\n]*\n→ /,
    ],
  ])('%s ends the process with 2 and one message, before anything is sent', async (_what, args, message) => {
    const emulator = await startEmulator({ speed: 0 });
    const { exit, out, err } = await run({ POLYNAT_EMULATOR: emulator.url }, ...args);
    await emulator.close();
    expect([exit, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('a pipe', () => {
  it('may be closed before it is read', async () => {
    const emulator = await startEmulator({ speed: 0 });
    const line = `"${process.execPath}" "${binary}" gateways list | head -0; exit \${PIPESTATUS[0]}`;
    const env = { PATH: process.env.PATH, HOME: newFolder(), POLYNAT_EMULATOR: emulator.url };
    const { stderr } = await promisify(execFile)('bash', ['-c', line], { env });
    await emulator.close();
    expect(stderr).toBe('');
  });

  it('gets no colours, whatever TERM is', async () => {
    const { out } = await run({ TERM: 'xterm-256color' }, 'errors', 'explain');
    expect(out).toContain('not-found');
    expect(out).not.toContain('\u001b');
  });
});

describe('completion in bash', () => {
  const complete = (...words: readonly string[]): readonly string[] => {
    const script = `source <("${process.execPath}" "${binary}" completion bash)
      COMP_WORDS=(polynat "$@"); COMP_CWORD=$#; _polynat; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
      .trim()
      .split('\n');
  };

  it.each([
    [['ga'], ['gateways']],
    [
      ['gateways', 're'],
      ['readiness', 'rename', 'resize'],
    ],
    [['gateways', 'resize', 'alibaba:cn-qingdao/ngw-1', '--y'], ['--yes']],
    [['snat', 'add', 'ref', '10.0.0.0/8', '--through', '1.2.3.4', '--n'], ['--name']],
    [['nonsense', 'cl'], ['clouds']],
  ])('%j becomes %j', (words, expected) => {
    expect(complete(...words)).toEqual(expected);
  });
});

describe('polynat demo', () => {
  it('shows the main tasks on three clouds in under a minute', async () => {
    const started = performance.now();
    const { exit, out, err } = await run({}, 'demo');
    expect([exit, err]).toEqual([0, '']);
    expect(performance.now() - started).toBeLessThan(60_000);
    for (const part of [
      /alibaba:.*shop-egress[\s\S]*baidu:.*search-out[\s\S]*tencent-bm:.*legacy_nat/,
      /\$ polynat billing expiring[\s\S]*search-out/,
      /\$ polynat fleet renew[\s\S]*renewed/,
      /\$ polynat gateways resize[\s\S]*3,000,000 connections/,
      /Blocking gaps/,
      /\[11\/11\] done/,
      /\$ polynat verify[^\n]*\nNo differences/,
    ]) {
      expect(out).toMatch(part);
    }
  });
});
