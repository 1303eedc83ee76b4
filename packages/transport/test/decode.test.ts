import { NatError } from '@polynat/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { decodeAnswer, retryAfterOf } from '../src/index.ts';

const schema = z.looseObject({ Gateways: z.array(z.looseObject({ Id: z.string() })) });

describe('decodeAnswer', () => {
  it('lets what a cloud adds pass', () => {
    const body = { Gateways: [{ Id: 'ngw-1', New: 1 }], Later: true };
    expect(decodeAnswer(schema, body)).toEqual(body);
  });

  it('names the field that does not fit, with unknown outcome: the cloud has acted', () => {
    const decode = () => decodeAnswer(schema, { Gateways: [{ Id: 'ngw-1' }, { Id: 7 }] });
    expect(decode).toThrow(
      expect.objectContaining({
        code: 'protocol',
        field: 'Gateways.1.Id',
        outcome: 'unknown',
        retryable: false,
      }),
    );
    expect(decode).toThrow(NatError);
  });
});

describe('retryAfterOf', () => {
  const clock = { now: () => Date.UTC(2026, 0, 1), sleep: async () => undefined };
  it.each([
    [undefined, undefined],
    ['3', 3_000],
    ['0.5', 500],
    ['Thu, 01 Jan 2026 00:00:09 GMT', 9_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('reads %s', (header, milliseconds) => {
    const response = { status: 429, headers: { 'retry-after': header }, body: new Uint8Array() };
    expect(retryAfterOf(response, clock)).toBe(milliseconds);
  });
});
