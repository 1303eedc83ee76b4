import * as z from 'zod';
import { nothing } from './answer.ts';
import { operation } from './operation.ts';
import { clientToken, identifier, paymentTiming, reservation } from './schema.ts';

/** https://cloud.baidu.com/doc/VPC/s/Vjwvyukqv */
const renewal = (name: string) =>
  operation(name, 'PUT /v1/nat/{natId}?purchaseReserved', {
    summary: 'Renew a prepaid NAT gateway: extends its expiry and spends money',
    request: () =>
      z.strictObject({
        natId: identifier,
        clientToken,
        billing: z.strictObject({ paymentTiming: paymentTiming.optional(), reservation }),
      }),
    response: nothing,
  });

export const billingOperations = {
  PurchaseReservedNat: renewal('PurchaseReservedNat'),
  /** The same call under the title of its document, "NAT gateway renewal". */
  RenewNat: renewal('RenewNat'),
};
