import { check, NatError } from '@polynat/core';
import type * as z from 'zod';

/** Reads a cloud's answer through its schema. What does not fit is `protocol` and names the field: the cloud has acted all the same. */
export function decodeAnswer<T>(schema: z.core.$ZodType<T>, body: unknown): T {
  try {
    return check(schema, body, 'the answer');
  } catch (thrown) {
    throw misfit(NatError.from(thrown));
  }
}

function misfit(error: NatError): NatError {
  if (error.code !== 'invalid-argument') return error;
  return new NatError('protocol', error.plain, {
    outcome: 'unknown',
    remedy: 'the cloud answers in a form this version does not know: report it with the request id',
    ...(error.field !== undefined && { field: error.field }),
  });
}
