import { describe, expect, it } from 'vitest';
import { operationToken, undoToken } from '../src/token.ts';

describe('tokens', () => {
  it('never change between releases: a run may be resumed by a newer one', () => {
    expect(operationToken('run', 'create gateway', 0)).toBe('BxR5JlEBnqJ1kPz9d3KyotJPwMQkaedlGa3nLx1UOvE');
  });

  it('never meet: not for names that could be cut apart differently, nor for an undo', () => {
    const tokens = [
      operationToken('a', 'b', 0),
      operationToken('ab', '', 0),
      operationToken('a","b', '', 0),
      operationToken('a', 'b', 1),
      undoToken('a', 'b', 0),
      undoToken('a', 'b', 1),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
  });
});
