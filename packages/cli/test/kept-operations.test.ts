import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OperationRecord } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import { keepOperation, keptOperation, keptOperations } from '../src/operations/kept-operations.ts';
import { newFolder } from './stage.ts';

const accepted = (...subjects: readonly string[]): OperationRecord => ({
  ...{
    version: 1,
    cloud: 'shop',
    mutation: 'snat.addAllWithAddresses',
    key: null,
    input: {},
    token: 'order-1',
  },
  receipts: subjects.map((subject) => ({ kind: 'address.allocated', subject: { id: subject } })),
});

describe('the record of an accepted change', () => {
  it('is replaced as a whole when more of the change is accepted', () => {
    const folder = newFolder();
    const id = keepOperation(folder, accepted('eip-1'));
    expect(keepOperation(folder, accepted('eip-1', 'eip-2'))).toBe(id);
    expect(keptOperation(folder, id).operation.receipts).toHaveLength(2);
    expect(readdirSync(folder)).toEqual([`operation-${id}.json`]);
  });

  it('is still there when a process has died while it replaced it', () => {
    const folder = newFolder();
    const id = keepOperation(folder, accepted('eip-1'));
    writeFileSync(join(folder, `operation-${id}.json.4711`), '{"by":{"host":"a","mach');
    expect(keptOperations(folder).map(({ operation }) => operation.receipts)).toEqual([
      [{ kind: 'address.allocated', subject: { id: 'eip-1' } }],
    ]);
  });
});
