import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { startEmulator } from '@polynat/emulator';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../src/clouds/configuration.ts';
import { configurationJsonSchema } from '../src/clouds/configuration-schema.ts';
import { knownClouds } from '../src/clouds/known.ts';
import { version } from '../src/version.ts';
import { newFolder, typeInto } from './stage.ts';

interface Surroundings {
  readonly environment?: Record<string, string>;
  readonly file?: string;
}

async function type({ environment = {}, file }: Surroundings, ...args: string[]) {
  const directory = newFolder();
  if (file !== undefined) writeFileSync(join(directory, 'polynat.yaml'), file);
  return { ...(await typeInto({ environment, directory, home: directory }, ...args)), folder: directory };
}

describe('where clouds are found', () => {
  it('without any, it says how to get some', async () => {
    const { exit, err } = await type({}, 'gateways', 'list');
    expect([exit, err]).toEqual([2, expect.stringMatching(/no cloud is configured[\s\S]*polynat init/)]);
  });

  it('reads a file, with where its keys come from', async () => {
    const file = 'clouds:\n  shop: { cloud: alibaba, region: cn-hangzhou, credentials: { profile: prod } }\n';
    const { out } = await type({ file }, 'clouds');
    expect(out).toMatch(/shop +alibaba +cn-hangzhou +profile prod/);
  });

  it("takes the variables of the clouds' own tools", async () => {
    const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_REGION_ID: 'cn-beijing' };
    expect((await type({ environment }, 'clouds')).out).toMatch(
      /alibaba +alibaba +cn-beijing +the environment/,
    );
    const halfway = await type({ environment: { TENCENTCLOUD_SECRET_ID: 'id' } }, 'clouds');
    expect(halfway.err).toMatch(/keys for tencent-bm but no region[\s\S]*TENCENTCLOUD_REGION/);
  });

  it('says so when the emulator is not there', async () => {
    const { exit, err } = await type({ environment: { POLYNAT_EMULATOR: 'http://127.0.0.1:9' } }, 'clouds');
    expect([exit, err]).toEqual([1, expect.stringContaining('polynat emulate')]);
  });

  it.each([
    [
      'a secret in the file',
      'clouds:\n  a: { cloud: baidu, region: bj, secretAccessKey: abc }\n',
      /clouds\.a: "secretAccessKey" is a secret/,
    ],
    [
      'an unknown kind',
      'clouds:\n  a: { cloud: aws, region: x }\n',
      /clouds\.a\.cloud: must be one of alibaba/,
    ],
    [
      'a bad endpoint',
      'clouds:\n  a: { cloud: baidu, region: bj, endpoint: nowhere }\n',
      /clouds\.a\.endpoint/,
    ],
    [
      'no YAML',
      'clouds:\n  a: 1\n  a: 2\n',
      /polynat\.yaml: is not YAML: .* at line 3, column 3\n→ correct that line/,
    ],
    [
      'a choice its cloud does not have',
      'clouds:\n  a: { cloud: baidu, region: bj, api: v3 }\n',
      /clouds\.a\.api: is a choice on tencent-bm only/,
    ],
  ])('refuses %s and names the field', async (_what, file, message) => {
    const { exit, err } = await type({ file }, 'clouds');
    expect([exit, err]).toEqual([2, expect.stringMatching(message)]);
    expect(err).not.toContain('abc');
  });

  it('takes every setting that an adapter takes', async () => {
    const file = `clouds:
  shop: { cloud: alibaba, region: cn-hangzhou, generation: normal, account: shop }
  search: { cloud: baidu, region: bj, vpcs: [vpc-1, vpc-2], credentials: profile }
  legacy: { cloud: tencent-bm, region: gz, vpc: vpc-1, api: v3, method: GET, signatureMethod: HmacSHA256 }
`;
    const { exit, out } = await type({ file }, 'clouds', '--json');
    expect([exit, JSON.parse(out)]).toEqual([
      0,
      [
        expect.objectContaining({ alias: 'shop', generation: 'normal', account: 'shop' }),
        expect.objectContaining({
          alias: 'search',
          vpcs: ['vpc-1', 'vpc-2'],
          credentials: 'the default profile',
        }),
        expect.objectContaining({
          alias: 'legacy',
          region: 'ap-guangzhou',
          vpc: 'vpc-1',
          api: 'v3',
          method: 'GET',
        }),
      ],
    ]);
  });

  it.each([
    [
      'kind',
      '{ kind: baidu, region: bj }',
      /clouds\.a\.kind: is now called cloud[\s\S]*→ write cloud: baidu/,
    ],
    [
      'from',
      '{ cloud: baidu, region: bj, credentials: { from: environment } }',
      /clouds\.a\.credentials\.from: .*write credentials: environment/,
    ],
  ])('refuses the former %s and tells the new spelling', async (_what, entry, message) => {
    const { exit, err } = await type({ file: `clouds:\n  a: ${entry}\n` }, 'clouds');
    expect([exit, err]).toEqual([2, expect.stringMatching(message)]);
  });

  it.each([
    ['as keys of any name', 'credentials: { user: hush }'],
    ['in what is no YAML', 'credentials: [hush'],
    ['in an alias of YAML', 'credentials: *hush'],
    ['in a text without its end', 'credentials: "hush'],
    ['behind a tab', 'x: 1\n\thush: 1'],
  ])('never shows a secret that stands in the file %s', async (_what, text) => {
    const file = `clouds:\n  a:\n    cloud: baidu\n    region: bj\n    ${text}\n`;
    const refused = readConfiguration(file, newFolder()).catch((thrown: unknown) => thrown);
    expect(await refused).toBeInstanceOf(Error);
    expect(inspect(await refused, { depth: 10, showHidden: true })).not.toContain('hush');
  });

  it('tells which command failed to print keys, without what it printed', async () => {
    const file =
      "clouds:\n  a: { cloud: baidu, region: bj, endpoint: 'http://127.0.0.1:9', credentials: { command: [node, -e, 'console.log(1234567)'] } }\n";
    const { exit, err } = await type({ file }, 'gateways', 'list');
    expect(exit).toBe(1);
    expect(err).toMatch(/prints the keys of a failed/);
    expect(err).not.toContain('1234567');
  });
});

describe('keys', () => {
  const printing = (keys: object, endpoint: string) =>
    `clouds:\n  a: { cloud: tencent-bm, region: ap-guangzhou, endpoint: '${endpoint}', credentials: { command: [node, -e, 'console.log(process.argv[1])', '${JSON.stringify(keys)}'] } }\n`;

  it('are told to be missing, with where they were looked for', async () => {
    const file = 'clouds:\n  a: { cloud: alibaba, region: cn-hangzhou, credentials: { profile: nobody } }\n';
    const { exit, err } = await type({ file }, 'gateways', 'list');
    expect([exit, err]).toEqual([1, expect.stringMatching(/unauthenticated\].*aliyun.*\n→ /)]);
  });

  it.each([
    ['keys of nobody', { secretId: 'AKIDnobody', secretKey: 'none' }, /unauthenticated/],
    ['a token that has ended', { token: 'ended' }, /unauthenticated.*[Tt]oken/],
  ])('%s are refused by the cloud with one message', async (_what, keys, message) => {
    const emulator = await startEmulator({ speed: 0 });
    const own = emulator.connection().credentials.tencentBm;
    const file = printing({ ...own, ...keys }, emulator.url);
    const { exit, err } = await type({ file }, 'gateways', 'list');
    await emulator.close();
    expect([exit, err]).toEqual([1, expect.stringMatching(message)]);
    expect(err).not.toContain(own.secretKey);
    expect(err).toMatch(/\n→ /);
  });

  it('that a command does not print are named', async () => {
    const { exit, err } = await type(
      { file: printing({ secretId: 'x' }, 'http://127.0.0.1:9') },
      'gateways',
      'list',
    );
    expect([exit, err]).toEqual([1, expect.stringMatching(/is missing.*secretKey/)]);
  });
});

describe('a configuration file beside an emulator', () => {
  const file = 'clouds:\n  shop: { cloud: alibaba, region: cn-hangzhou }\n';
  const environment = { POLYNAT_EMULATOR: 'http://127.0.0.1:9' };

  it('goes first, and says so', async () => {
    const { exit, out, err } = await type({ file, environment }, 'clouds', '--json');
    expect([exit, JSON.parse(out)]).toEqual([0, [expect.objectContaining({ alias: 'shop' })]]);
    expect(err).toMatch(/polynat\.yaml is used, although POLYNAT_EMULATOR is set/);
  });

  it('is nothing to speak of when the user named it', async () => {
    const directory = newFolder();
    writeFileSync(join(directory, 'mine.yaml'), file);
    const { exit, err } = await typeInto({ directory, environment }, 'clouds', '--config', 'mine.yaml');
    expect([exit, err]).toEqual([0, '']);
  });
});

describe('init', () => {
  it('writes a file that can be read, and does not replace one unasked', async () => {
    const { exit, folder } = await type({}, 'init');
    const { clouds } = await readConfiguration(readFileSync(join(folder, 'polynat.yaml'), 'utf8'), folder);
    expect([exit, clouds.map(({ cloud }) => cloud)]).toEqual([0, knownClouds]);
    expect((await type({ file: 'clouds: {}\n' }, 'init')).exit).toBe(2);
  });
});

describe('the command line itself', () => {
  it('helps, and knows its version', async () => {
    expect((await type({}, '--help')).out).toContain('gateways');
    expect((await type({}, 'gateways', '--help')).out).toContain('resize');
    const { version: published } = JSON.parse(
      readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    );
    expect([(await type({}, '--version')).out.trim(), version]).toEqual([published, published]);
  });

  it('publishes the schema of its configuration', async () => {
    await expect(`${JSON.stringify(configurationJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../schema/polynat.schema.json',
    );
  });
});
