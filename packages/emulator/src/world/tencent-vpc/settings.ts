import * as z from 'zod';

const seconds = z.number().nonnegative();
const defaults = {
  createGateway: 60,
  deleteGateway: 30,
  resetGateway: 10,
  upgradeGateway: 120,
  bindAddress: 10,
  unbindAddress: 10,
  allocateAddress: 5,
  releaseAddress: 5,
  changeAddress: 5,
};

/** Limits of the account and what the documents leave open. A seed file may set each. */
export const settingsSchema = z.strictObject({
  gatewaysPerVpc: z.int().positive().default(3),
  /** A code for it exists; the number is not published. */
  gatewaysPerRegion: z.int().positive().default(100_000),
  addressesPerGateway: z.int().positive().default(10),
  dnatPerGateway: z.int().positive().default(200),
  snatPerGateway: z.int().positive().default(200),
  /** EIPs per region; twice as many may be allocated in a day. */
  addressQuota: z.int().positive().default(20),
  /** `LEGACY` accounts pay for traffic at the gateway, `STANDARD` ones at the EIP. */
  accountType: z.enum(['STANDARD', 'LEGACY']).default('STANDARD'),
  accountSupported: z.boolean().default(true),
  identityVerified: z.boolean().default(true),
  balanceTooLow: z.boolean().default(false),
  unpaidOrder: z.boolean().default(false),
  /** Refuses to delete a gateway that routes point to, unless the call ignores the risk. */
  routesBlockDeletion: z.boolean().default(true),
  /** What becomes of DNAT rules when their EIP is unbound. */
  unbindWithDnat: z.enum(['remove', 'refuse']).default('remove'),
  /** Emulated seconds each kind of work takes. */
  durations: z
    .strictObject({
      createGateway: seconds.default(defaults.createGateway),
      deleteGateway: seconds.default(defaults.deleteGateway),
      resetGateway: seconds.default(defaults.resetGateway),
      upgradeGateway: seconds.default(defaults.upgradeGateway),
      bindAddress: seconds.default(defaults.bindAddress),
      unbindAddress: seconds.default(defaults.unbindAddress),
      allocateAddress: seconds.default(defaults.allocateAddress),
      releaseAddress: seconds.default(defaults.releaseAddress),
      changeAddress: seconds.default(defaults.changeAddress),
    })
    .default(defaults),
});

export type Settings = z.output<typeof settingsSchema>;
