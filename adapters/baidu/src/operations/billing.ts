import * as z from 'zod';
import { nothing } from './answer.ts';
import { operation } from './operation.ts';
import { clientToken, identifier, paymentTiming, reservation } from './schema.ts';

/** https://cloud.baidu.com/doc/VPC/s/Vjwvyukqv */
const purchaseReservedNat = operation({
  name: 'PurchaseReservedNat',
  summary: 'Renew a prepaid NAT gateway: extends its expiry and spends money',
  service: 'bcc',
  method: 'PUT',
  path: '/v1/nat/{natId}',
  action: 'purchaseReserved',
  request: z.strictObject({
    natId: identifier,
    clientToken,
    billing: z.strictObject({ paymentTiming: paymentTiming.optional(), reservation }),
  }),
  response: nothing,
  repeat: 'token',
});

export const billingOperations = {
  PurchaseReservedNat: purchaseReservedNat,
  /** The same call under the title of its document, "NAT gateway renewal". */
  RenewNat: { ...purchaseReservedNat, name: 'RenewNat' },
};
