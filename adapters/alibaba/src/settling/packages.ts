import type { Acceptors } from '../acceptors.ts';
import { decodePackage } from '../codec/bandwidth.ts';
import { findPackage } from '../lookup/records.ts';
import { done, gone, pending, unlisted } from './look.ts';
import { packageLooksLike } from './looks.ts';

export const packageAcceptors: Pick<Acceptors, 'package-settled' | 'package-removed'> = {
  'package-settled': async ({ client }, { package: id, looks, fresh }, call) => {
    const native = await findPackage(client, id, call);
    if (!native) return unlisted(`NAT bandwidth package ${id}`, fresh);
    const record = decodePackage(native);
    if (record.state === 'pending' || record.state === 'deleting') return pending(record.providerState);
    return packageLooksLike(native, looks)
      ? done(record)
      : pending(`${record.providerState}, not yet as asked`);
  },

  'package-removed': async ({ client }, { package: id }, call) => {
    const native = await findPackage(client, id, call);
    return native ? pending(native.Status ?? 'still listed') : gone;
  },
};
