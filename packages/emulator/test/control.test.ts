import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Emulator, startEmulator } from '../src/index.ts';
import { creation, signedUrl } from './tencent-bm/http.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function control(method: string, path: string, body?: unknown) {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${emulator.url}/_emulator${path}`, {
    method,
    ...(text === undefined ? {} : { body: text }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
}

const natName = z.object({
  tencentBm: z.looseObject({ gateways: z.array(z.looseObject({ name: z.string() })) }),
});

describe('the control plane', () => {
  it('tells where the emulator is, its keys and its ready networks', async () => {
    const { body } = await control('GET', '');
    expect(body).toEqual({
      url: emulator.url,
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
        baidu: networkOf(expect.any(String)),
        tencentBm: networkOf('ap-guangzhou'),
        tencentVpc: {
          region: 'ap-guangzhou',
          vpcId: expect.stringMatching(/^vpc-/),
          subnetId: expect.stringMatching(/^subnet-/),
          cidr: '10.2.1.0/24',
        },
      },
    });
  });

  it('shows the world of each cloud, without its keys', async () => {
    await fetch(creation(emulator));
    const { body } = await control('GET', '/world');
    const text = JSON.stringify(body);
    const secrets = Object.values(emulator.connection().credentials).flatMap((keys) => Object.values(keys));
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(body))).toEqual([
      'alibaba',
      'baidu',
      'tencentBm',
      'tencentVpc',
    ]);
    expect(natName.parse(body).tencentBm.gateways).toHaveLength(1);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  it('resets the state, the faults and the log, and keeps networks and keys', async () => {
    const before = emulator.connection();
    await fetch(creation(emulator));
    emulator.faults.append({ kind: 'truncate', cloud: 'baidu' });
    const { body } = await control('POST', '/reset');
    expect(body).toEqual(before);
    expect([emulator.faults.empty, emulator.requests()]).toEqual([true, []]);
    expect(natName.parse(emulator.world()).tencentBm.gateways).toEqual([]);
  });

  it('moves the clock on, changes its speed, and shows it', async () => {
    const before = emulator.clock.calendar();
    const work = emulator.clock.work();
    const { body } = await control('POST', '/clock', { advance: 86_400, speed: 0 });
    const shown = await control('GET', '/clock');
    expect(body).toMatchObject({ speed: 0 });
    expect(emulator.clock.calendar() - before).toBeGreaterThanOrEqual(86_400_000);
    expect(emulator.clock.work() - work).toBeGreaterThanOrEqual(86_400_000);
    expect(shown.body).toMatchObject({ speed: 0, wall: expect.any(String), calendar: expect.any(String) });
    emulator.clock.setSpeed(60);
  });

  it('takes faults one by one or as a list, in place of all others, and clears them', async () => {
    await control('POST', '/faults', { kind: 'throttle', count: 2 });
    await control('POST', '/faults', [{ kind: 'slow', delay: 5 }]);
    const both = await control('GET', '/faults');
    const replaced = await control('PUT', '/faults', [{ kind: 'stuck', cloud: 'baidu' }]);
    const cleared = await control('DELETE', '/faults');
    expect(both.body).toMatchObject([
      { kind: 'throttle', count: 2, cloud: '*', operation: '*' },
      { kind: 'slow' },
    ]);
    expect(replaced.body).toMatchObject([{ kind: 'stuck', cloud: 'baidu' }]);
    expect(cleared.body).toEqual([]);
  });

  it('adds what a seed describes', async () => {
    const { vpcId, eips } = emulator.connection().networks.tencentBm;
    const gateways = [{ name: 'seeded', eips: [eips[0]] }];
    const seed = { tencentBm: { vpcs: [{ region: 'ap-guangzhou', vpcId, gateways }] } };
    const { status } = await control('POST', '/seed', seed);
    expect([status, natName.parse(emulator.world()).tencentBm.gateways[0]?.name]).toEqual([200, 'seeded']);
  });

  it('lists and clears the requests it saw', async () => {
    await fetch(signedUrl(emulator, 'DescribeBmNatGateway'));
    const listed = await control('GET', '/requests');
    const cleared = await control('DELETE', '/requests');
    expect(listed.body).toMatchObject([
      {
        sequence: 1,
        cloud: 'tencentBm',
        operation: 'DescribeBmNatGateway',
        method: 'GET',
        status: 200,
        faults: [],
      },
    ]);
    expect([cleared.body, emulator.requests()]).toEqual([[], []]);
  });

  it.each([
    ['POST', '/clock', { advance: -1 }, 'advance'],
    ['POST', '/clock', {}, 'give advance or speed'],
    ['POST', '/clock', 'soon', 'not JSON'],
    ['POST', '/faults', { kind: 'slow' }, 'delay'],
    ['POST', '/faults', undefined, 'not JSON'],
    ['POST', '/seed', { aws: {} }, 'aws'],
    ['POST', '/seed', { tencentBm: { vpcs: [{ region: 'nowhere' }] } }, 'seed.tencentBm'],
    ['POST', '/seed', { tencentBm: { vpcs: [{ region: 'gz', cidr: '10.0.0.1/8' }] } }, 'vpcs[0].cidr'],
    ['POST', '/seed', { tencentBm: { settings: { gatewaysPerVpc: 0 } } }, 'gatewaysPerVpc'],
  ])('answers %s %s %o with 400 and names the fault', async (method, path, body, named) => {
    const answer = await control(method, path, body);
    expect([answer.status, answer.body]).toEqual([
      400,
      { error: { code: 'InvalidInput', message: expect.stringContaining(named) } },
    ]);
  });

  it('names its routes when one does not exist', async () => {
    const { status, body } = await control('GET', '/nothing');
    expect([status, JSON.stringify(body)]).toEqual([404, expect.stringContaining('GET /_emulator/world')]);
  });
});

function networkOf(region: unknown) {
  const text = expect.any(String);
  return { region, vpcId: text, subnetId: text, cidr: text, eips: expect.arrayContaining([text]) };
}

describe('a seed given at the start', () => {
  it('is there from the start and after a reset', async () => {
    const vpc = { region: 'gz', vpcId: 'vpc-seeded00', cidr: '10.200.0.0/16' };
    const seeded = await startEmulator({ seed: { tencentBm: { vpcs: [vpc] } } });
    const before = JSON.stringify(seeded.world());
    seeded.reset();
    const after = JSON.stringify(seeded.world());
    await seeded.close();
    expect([before, after].map((text) => text.includes('vpc-seeded00'))).toEqual([true, true]);
  });

  it('that is wrong keeps the emulator from starting and names the field', async () => {
    const seed = {
      tencentBm: { vpcs: [{ region: 'gz', cidr: '10.0.0.0/16', subnets: [{ cidr: '11.0.0.0/24' }] }] },
    };
    await expect(startEmulator({ seed })).rejects.toThrow('vpcs[0].subnets[0].cidr: not inside 10.0.0.0/16');
  });
});

describe('an emulator with the same identity seed', () => {
  it('has the same keys and networks again', async () => {
    const two = [await startEmulator({ identitySeed: 9 }), await startEmulator({ identitySeed: 9 })];
    const [one, other] = two.map((each) => ({ ...each.connection(), url: '' }));
    for (const each of two) await each.close();
    expect(one).toEqual(other);
  });
});
