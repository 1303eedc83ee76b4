import * as z from 'zod';

const seconds = z.number().nonnegative();
const defaults = {
  createGateway: 60,
  deleteGateway: 30,
  upgradeGateway: 20,
  bindAddress: 10,
  joinSubnet: 10,
  createAddress: 10,
  releaseAddress: 10,
};

/** What the documents leave open, or state twice with different figures. A seed file may set each. */
export const settingsSchema = z.strictObject({
  /** 5 by the error text and the older product page, 10 by the newest product page. */
  gatewaysPerVpc: z.int().positive().default(5),
  /** Refuses an upgrade to the same or a smaller size. */
  upgradeOnlyUp: z.boolean().default(false),
  /** Refuses a write while another task of the gateway is under way. */
  oneTaskPerGateway: z.boolean().default(false),
  addressQuota: z.int().positive().default(100),
  addressesPerDay: z.int().positive().default(100),
  /** Whether the account can pay for what it orders. */
  balanceTooLow: z.boolean().default(false),
  /** Seconds a timestamp may be off: 300 by the newer pages, 7200 by the BM page. */
  clockTolerance: z.int().positive().default(300),
  /** `wrapped` answers code 5100 and puts the module's code into the message, as the general error page shows. */
  errorShape: z.enum(['module-code', 'wrapped']).default('module-code'),
  /** The samples of the polling action show the code as text. */
  pollingCodeAsText: z.boolean().default(false),
  /** Emulated seconds each kind of task takes. */
  durations: z
    .strictObject({
      createGateway: seconds.default(defaults.createGateway),
      deleteGateway: seconds.default(defaults.deleteGateway),
      upgradeGateway: seconds.default(defaults.upgradeGateway),
      bindAddress: seconds.default(defaults.bindAddress),
      joinSubnet: seconds.default(defaults.joinSubnet),
      createAddress: seconds.default(defaults.createAddress),
      releaseAddress: seconds.default(defaults.releaseAddress),
    })
    .default(defaults),
});

export type Settings = z.output<typeof settingsSchema>;
