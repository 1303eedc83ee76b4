import { expect, test } from 'vitest';
import { sendOverTheWire } from '../chaos/wire.ts';

test('random requests over breaking connections neither crash the emulator nor show a secret in its log', async () => {
  expect(await sendOverTheWire(160, 42)).toBe(160);
});
