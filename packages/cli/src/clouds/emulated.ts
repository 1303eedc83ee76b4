import { check, NatError } from '@polynat/core';
import { leanSender } from '@polynat/transport';
import * as z from 'zod';
import type { Io } from '../terminal/io.ts';
import type { FoundCloud } from './found-cloud.ts';

const text = z.record(z.string(), z.string());

/** What `GET /_emulator` answers, as far as it is needed here. */
const connectionSchema = z.object({
  credentials: z.object({ alibaba: text, baidu: text, tencentBm: text }),
  networks: z.object({
    alibaba: z.object({ regionId: z.string() }),
    baidu: z.object({ region: z.string() }),
    tencentBm: z.object({ region: z.string() }),
  }),
});

/** The three clouds of an emulator, ready to be used. */
export async function emulatedClouds(url: string, io: Io): Promise<readonly FoundCloud[]> {
  const endpoint = url.replace(/\/+$/, '');
  const { credentials, networks } = check(
    connectionSchema,
    await connectionOf(endpoint, io),
    `what ${url} answers`,
  );
  const cloud = (
    kind: FoundCloud['cloud'],
    region: string,
    emulator: Readonly<Record<string, string>>,
  ): FoundCloud => ({
    alias: kind,
    cloud: kind,
    region,
    endpoint,
    credentials: { emulator },
    found: `the emulator at ${url}`,
  });
  return [
    cloud('alibaba', networks.alibaba.regionId, credentials.alibaba),
    cloud('baidu', networks.baidu.region, credentials.baidu),
    cloud('tencent-bm', networks.tencentBm.region, credentials.tencentBm),
  ];
}

async function connectionOf(endpoint: string, { signal }: Io): Promise<unknown> {
  const sender = leanSender();
  try {
    const request = { method: 'GET', url: `${endpoint}/_emulator`, headers: {} } as const;
    const { body } = await sender.send(request, { signal, timeout: 10_000, sizeLimit: 1_000_000 });
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (cause) {
    throw new NatError('unavailable', `no emulator answers at ${endpoint}`, {
      field: 'POLYNAT_EMULATOR',
      remedy: 'start one with `polynat emulate` and use the URL it prints',
      cause,
    });
  } finally {
    await sender.close();
  }
}
