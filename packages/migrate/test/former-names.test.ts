import { describe, expect, it } from 'vitest';
import { parseDocument } from '../src/index.ts';

/** As version 0.1 exported it. */
const stored = `
polynat: 1
gateway:
  name: shop
  network: { vpc: vpc-1 }
  size: { tier: small }
  billing: { mode: prepaid, expires: 2027-01-01T00:00:00Z, standing: good }
  tags: {}
addresses: []
snat: []
dnat: []
bandwidth: []
`;

describe('a document with former names', () => {
  it('is read with the current ones', () => {
    expect(parseDocument(stored).gateway.billing).toEqual({
      mode: 'prepaid',
      expires: '2027-01-01T00:00:00Z',
      status: 'good',
    });
  });
});
