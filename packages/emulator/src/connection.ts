import * as z from 'zod';
import type { Accounts } from './accounts.ts';
import type { EmulatedCloud } from './cloud.ts';

const text = z.string().min(1);
const addresses = z.array(text).readonly();

/** The object `polynat emulate --json` prints: where the emulator is, its keys, and a ready network on each cloud. */
const connectionSchema = z.strictObject({
  url: z.string(),
  credentials: z.strictObject({
    alibaba: z.strictObject({ accessKeyId: text, accessKeySecret: text }).readonly(),
    baidu: z.strictObject({ accessKeyId: text, secretAccessKey: text }).readonly(),
    tencentBm: z.strictObject({ secretId: text, secretKey: text }).readonly(),
    tencentVpc: z.strictObject({ secretId: text, secretKey: text }).readonly(),
  }),
  networks: z.strictObject({
    alibaba: z.strictObject({ regionId: text, vpcId: text, vSwitchId: text, cidr: text }).readonly(),
    baidu: z
      .strictObject({ region: text, vpcId: text, subnetId: text, cidr: text, eips: addresses })
      .readonly(),
    tencentBm: z
      .strictObject({ region: text, vpcId: text, subnetId: text, cidr: text, eips: addresses })
      .readonly(),
    tencentVpc: z.strictObject({ region: text, vpcId: text, subnetId: text, cidr: text }).readonly(),
  }),
  /** Ready networks of the accounts of a seed, by the public half of their keys. */
  accounts: z
    .array(
      z.strictObject({ cloud: text, account: text, network: z.record(z.string(), z.unknown()) }).readonly(),
    )
    .readonly()
    .optional(),
});

export type EmulatorConnection = z.output<typeof connectionSchema>;

/** Reads the clouds through the schema of the contract, so that a cloud which names a field differently fails here. */
export function describeConnection(url: string, accounts: Accounts): EmulatorConnection {
  const { added, clouds } = accounts;
  const sections = (read: (cloud: EmulatedCloud) => unknown) =>
    Object.fromEntries(clouds.map((cloud) => [cloud.name, read(cloud)]));
  return connectionSchema.parse({
    url,
    credentials: sections((cloud) => cloud.credentials),
    networks: sections((cloud) => cloud.networks()),
    ...(added.length > 0 && {
      accounts: added.map(({ id, cloud }) => ({ cloud: cloud.name, account: id, network: cloud.networks() })),
    }),
  });
}
