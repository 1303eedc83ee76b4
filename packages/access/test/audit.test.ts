import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manualClock } from '@polynat/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditEntry, auditLog, readAudit, verifyAudit } from '../src/index.ts';

const entry = (action: string): AuditEntry => ({ who: 'alice', via: 'server', event: 'requested', action });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polynat-audit-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => join(folder, 'audit.jsonl');

async function written(...actions: readonly string[]): Promise<string> {
  const log = auditLog({ folder, clock: manualClock() });
  for (const action of actions) await log.append(entry(action));
  return readFile(file(), 'utf8');
}

describe('an audit log', () => {
  it('binds each record to the one before', async () => {
    await written('gateways.create', 'gateways.resize', 'gateways.delete');
    const records = await readAudit(folder);
    expect(records.map(({ number, action }) => [number, action])).toEqual([
      [1, 'gateways.create'],
      [2, 'gateways.resize'],
      [3, 'gateways.delete'],
    ]);
    expect(records[2]?.previous).toBe(records[1]?.hash);
    expect(await verifyAudit(folder)).toEqual({ file: file(), records: 3, end: records[2]?.hash });
  });

  it('shows a line that was edited', async () => {
    const text = await written('gateways.create', 'gateways.resize', 'gateways.delete');
    await writeFile(file(), text.replace('gateways.resize', 'gateways.rename'));
    expect(await verifyAudit(folder)).toMatchObject({
      records: 1,
      fault: { line: 2, why: 'was changed after it was written' },
    });
  });

  it.each([
    ['a line that was removed', (lines: string[]) => [lines[0], lines[2]], 2],
    ['lines that were exchanged', (lines: string[]) => [lines[1], lines[0], lines[2]], 1],
    ['a line that was added', (lines: string[]) => [lines[0], lines[0], lines[1], lines[2]], 2],
  ])('shows %s', async (_what, change, line) => {
    const text = await written('gateways.create', 'gateways.resize', 'gateways.delete');
    await writeFile(file(), `${change(text.trimEnd().split('\n')).join('\n')}\n`);
    expect(await verifyAudit(folder)).toMatchObject({ fault: { line } });
  });

  it('stays one chain when several processes write to it', async () => {
    const logs = [1, 2, 3].map(() => auditLog({ folder }));
    await Promise.all(logs.flatMap((log) => [log.append(entry('a')), log.append(entry('b'))]));
    expect(await verifyAudit(folder)).toMatchObject({ records: 6 });
    expect((await verifyAudit(folder)).fault).toBeUndefined();
  });

  it('continues after a process that died while it wrote, or while it held the lock', async () => {
    await written('gateways.create');
    await appendFile(file(), '{"number":2,"at":');
    const { hostname } = await import('node:os');
    await writeFile(join(folder, 'audit.lock'), JSON.stringify({ host: hostname(), pid: 2 ** 22 + 1 }));
    await written('gateways.resize');
    const { records, fault } = await verifyAudit(folder);
    expect([records, fault]).toEqual([2, undefined]);
  });

  it('tells listeners what was written, and keeps secrets out', async () => {
    const told: unknown[] = [];
    const log = auditLog({ folder, listeners: [(record) => void told.push(record.reason)] });
    await log.append({ ...entry('gateways.create'), reason: 'AccessKeySecret=abc123 is wrong' });
    expect(told).toEqual(['AccessKeySecret=*** is wrong']);
    expect(await readFile(file(), 'utf8')).not.toContain('abc123');
  });
});
