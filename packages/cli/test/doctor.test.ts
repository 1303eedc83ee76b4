import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alibaba } from '@polynat/alibaba';
import { createNat } from '@polynat/core';
import { replaySender } from '@polynat/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fleet } from '../src/demo/fleet.ts';
import { Disguise } from '../src/doctor/disguise.ts';
import { openTerminal, type Terminal } from './stage.ts';

let terminal: Terminal;
beforeAll(async () => {
  terminal = await openTerminal(fleet);
});
afterEach(() => terminal.emulator.faults.clear());
afterAll(() => terminal.close());

interface Report {
  readonly checks: readonly {
    readonly alias: string;
    readonly check: string;
    readonly state: string;
    readonly detail: string;
  }[];
  readonly differences: readonly {
    readonly operation: string;
    readonly path: string;
    readonly kind: string;
  }[];
}

const examine = async (
  ...words: string[]
): Promise<Report & { readonly exit: number; readonly out: string }> => {
  const { exit, out } = await terminal.type('doctor', ...words, '--json');
  return { exit, out, ...(JSON.parse(out) as Report) };
};

const stateOf = ({ checks }: Report, check: string) => checks.find((one) => one.check === check);

describe('polynat doctor', () => {
  it('finds a healthy cloud healthy, and names nothing of the account', async () => {
    const report = await examine('alibaba');
    const keys = Object.values(terminal.emulator.connection().credentials.alibaba);
    expect(report.exit).toBe(0);
    expect(report.checks.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(stateOf(report, 'clock')).toMatchObject({ state: 'ok' });
    for (const hidden of [...keys, 'ngw-', 'vpc-', 'shop-out']) expect(report.out).not.toContain(hidden);
  });

  it('tells a clock that is off, while all reads go on', async () => {
    terminal.emulator.faults.append({ kind: 'clock-skew', seconds: 3_600 });
    const report = await examine('alibaba');
    expect(report.exit).toBe(1);
    expect(stateOf(report, 'clock')).toMatchObject({
      state: 'failed',
      detail: expect.stringMatching(/^(3600|3599) s behind/),
    });
    expect(stateOf(report, 'list gateways')).toMatchObject({ state: 'ok' });
  });

  it('tells a wrong key', async () => {
    const { emulator, folder } = terminal;
    const keys = { accessKeyId: 'no', accessKeySecret: 'no' };
    const command = ['node', '-e', 'console.log(process.argv[1])', JSON.stringify(keys)];
    const bad = { cloud: 'alibaba', region: 'cn-qingdao', endpoint: emulator.url, credentials: { command } };
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, JSON.stringify({ clouds: { bad } }));
    const report = await examine('--config', file);
    expect(report.exit).toBe(1);
    expect(stateOf(report, 'credentials')).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('the cloud refuses them (unauthenticated'),
    });
  });

  it('tells which read the key may not do', async () => {
    const body = JSON.stringify({ Code: 'Forbidden.RAM', Message: 'not authorized', RequestId: 'r-1' });
    terminal.emulator.faults.append({ kind: 'answer', operation: 'DescribeEipAddresses', status: 403, body });
    const report = await examine('alibaba');
    expect(stateOf(report, 'list public IPs')).toMatchObject({
      state: 'failed',
      detail: expect.stringMatching(/^forbidden, Forbidden.RAM/),
    });
    expect(stateOf(report, 'list VPCs')).toMatchObject({ state: 'ok' });
  });

  it.each([
    ['alibaba', 'DescribeNatGateways', '"CreationTime"', 'NatGateways.NatGateway[]', 'CreationTime'],
    ['baidu', 'ListNat', '"vpcId"', 'nats[]', 'vpcId'],
  ])('tells where an answer of %s is not as documented', async (cloud, operation, find, path, name) => {
    terminal.emulator.faults.append({ kind: 'reworded', operation, find, by: '"brandNew"' });
    const { differences } = await examine(cloud);
    expect(differences).toContainEqual(
      expect.objectContaining({ operation, path: `${path}.brandNew`, kind: 'new' }),
    );
    expect(differences).toContainEqual(
      expect.objectContaining({ operation, path: `${path}.${name}`, kind: 'missing' }),
    );
  });

  it('tells a nested field of another type', async () => {
    const retyped = {
      operation: 'DescribeNatGateways',
      find: '"DeletionProtection":false',
      by: '"DeletionProtection":{"a":1}',
    };
    terminal.emulator.faults.append({ kind: 'reworded', ...retyped });
    const { differences } = await examine('alibaba');
    expect(differences).toContainEqual(
      expect.objectContaining({
        kind: 'type',
        path: 'NatGateways.NatGateway[].DeletionProtection',
        documented: 'boolean',
        found: 'record',
      }),
    );
  });
});

describe('polynat record', () => {
  it('writes answers without names and ids, which a driver reads as the cloud’s own', async () => {
    const { exit } = await terminal.type('record', 'alibaba', '--output', 'alibaba.json');
    const text = readFileSync(join(terminal.folder, 'alibaba.json'), 'utf8');
    const listed = await terminal.json<{ readonly name: string; readonly ref: string }[]>(
      'gateways',
      'list',
      '--cloud',
      'alibaba',
    );
    expect(exit).toBe(0);
    for (const { name, ref } of listed) {
      expect(text).not.toContain(name);
      expect(text).not.toContain(ref.split('/').at(-1));
    }
    const credentials = { accessKeyId: 'a', accessKeySecret: 'b' };
    const nat = createNat({
      shop: alibaba({ region: 'cn-qingdao', credentials, sender: replaySender(JSON.parse(text)) }),
    });
    const gateways = await nat.gateways.list().take(5);
    expect(gateways.map(({ state }) => state)).toEqual(listed.map(() => 'available'));
    expect(`${gateways[0]?.ref}`).toMatch(/^shop:cn-qingdao\/ngw-\d+$/);
  });

  it('replaces the same value by the same word, also inside a sentence', () => {
    const answer = {
      VpcId: 'vpc-abcdefgh',
      list: [{ VpcId: 'vpc-abcdefgh', Ip: '47.92.0.1', Status: 'Available' }],
      Message: 'no vpc-abcdefgh',
    };
    expect(new Disguise().of(answer)).toEqual({
      VpcId: 'vpc-1',
      list: [{ VpcId: 'vpc-1', Ip: '198.18.0.2', Status: 'Available' }],
      Message: 'no vpc-1',
    });
  });
});
