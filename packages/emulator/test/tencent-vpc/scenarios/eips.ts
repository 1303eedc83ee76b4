import { ips, type Parameters } from '../situation.ts';
import { added, after, bent, onEip, only, replaced, type Scenario, values } from './bending.ts';

/** What EIPs and packages are refused for. */
export const eipScenarios: Readonly<Record<string, Scenario>> = {
  'unknown-eip': replaced({
    AddressId: 'eip-unknown',
    AddressIds: ['eip-unknown'],
    ResourceIds: ['eip-unknown'],
  }),
  'blocked-eip': onEip({ conditions: ['blocked'] }),
  'eip-in-arrears': onEip({ conditions: ['arrears'] }),
  'protected-eip': onEip({ conditions: ['protected'] }),
  'eip-in-transit': after(({ vpc }) => {
    vpc.call('ReleaseAddresses', { AddressIds: ['eip-free'] });
    vpc.call('DisassociateAddress', { AddressId: 'eip-ofserver' });
  }),
  'bound-eip': replaced({ AddressId: 'eip-first', AddressIds: ['eip-first'] }),
  'free-eip': only('DisassociateAddress', replaced({ AddressId: 'eip-free' })),
  'packaged-eip': replaced({ AddressId: 'eip-packaged', ResourceIds: ['eip-packaged'] }),
  'eip-outside-package': replaced({ ResourceIds: ['eip-spare'] }),
  'carrier-eip-id': replaced({ ResourceIds: ['eip-carrier'] }),
  'prepaid-eip': onEip({ chargeType: 'BANDWIDTH_PREPAID_BY_MONTH' }),
  'bandwidth-0': replacedOrAdded({ InternetMaxBandwidthOut: 0 }),
  'bandwidth-101': replacedOrAdded({ InternetMaxBandwidthOut: 101 }),
  'no-addresses': only('AllocateAddresses', added({ AddressCount: 0 })),
  'package-without-charge-type': only('AllocateAddresses', added({ BandwidthPackageId: 'bwp-main' })),
  'malformed-package-id': only('AllocateAddresses', added({ BandwidthPackageId: 'package-1' })),
  'unknown-package': bent((valid, _, operation) =>
    operation === 'AllocateAddresses'
      ? { InternetChargeType: 'BANDWIDTH_PACKAGE', BandwidthPackageId: 'bwp-unknown' }
      : 'BandwidthPackageId' in valid
        ? { ...valid, BandwidthPackageId: 'bwp-unknown' }
        : undefined,
  ),
  'package-of-other-type': only(
    'AllocateAddresses',
    bent(() => ({
      InternetChargeType: 'BANDWIDTH_PACKAGE',
      BandwidthPackageId: 'bwp-main',
      InternetServiceProvider: 'CMCC',
    })),
  ),
  'package-in-use': only('DeleteBandwidthPackage', replaced({ BandwidthPackageId: 'bwp-main' })),
  'wanted-ip-taken': only('AllocateAddresses', added({ VipCluster: [ips.first] })),
  'fourth-wanted-ip': only(
    'AllocateAddresses',
    added({ VipCluster: values(4, (place) => `198.19.240.${place + 1}`) }),
  ),
  'token-with-other-parameters': only(
    'AllocateAddresses',
    bent((valid, { vpc }) => {
      vpc.settle('AllocateAddresses', { ...valid, ClientToken: 'a' });
      return { ...valid, AddressCount: 2, ClientToken: 'a' };
    }),
  ),
  'token-of-failed-delivery': only(
    'AllocateAddresses',
    bent((valid, { vpc }) => {
      vpc.settle('AllocateAddresses', { ...valid, ClientToken: 'a' }, { workFault: 'failed' });
      return { ...valid, ClientToken: 'a' };
    }),
  ),
  'prepaid-without-term': bent((valid) =>
    'AddressCount' in valid || 'InternetChargeType' in valid
      ? { ...valid, InternetChargeType: 'BANDWIDTH_PREPAID_BY_MONTH' }
      : undefined,
  ),
  'charge-type-unchanged': only(
    'ModifyAddressInternetChargeType',
    added({ InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR' }),
  ),
  'third-charge-type': only(
    'ModifyAddressInternetChargeType',
    bent((valid, { vpc }) => {
      vpc.settle('ModifyAddressInternetChargeType', valid);
      vpc.settle('ModifyAddressInternetChargeType', {
        ...valid,
        InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
      });
      return valid;
    }),
  ),
  'eip-name-129': replaced({ AddressName: 'x'.repeat(129) }),
  'eip-name-with-space': replaced({ AddressName: 'a b' }),
  'instance-and-interface': only('AssociateAddress', added({ NetworkInterfaceId: 'eni-web' })),
  'nothing-to-bind-to': only(
    'AssociateAddress',
    bent(() => ({ AddressId: 'eip-free' })),
  ),
  'interface-without-ip': only(
    'AssociateAddress',
    bent(() => ({ AddressId: 'eip-free', NetworkInterfaceId: 'eni-web' })),
  ),
  'unknown-instance': replaced({ InstanceId: 'ins-unknown' }),
  'instance-with-eip': replaced({ InstanceId: 'ins-busy' }),
  'unknown-interface': only('AssociateAddress', onInterface('eni-unknown', '10.2.9.10')),
  'interface-with-eip': only('AssociateAddress', onInterface('eni-busy', '10.2.9.20')),
  '20-packages-more': only('CreateBandwidthPackage', added({ BandwidthPackageCount: 20 })),
  'no-such-bandwidth': only('ModifyBandwidthPackageBandwidth', replaced({ InternetMaxBandwidth: -2 })),
  '21-packages': only('CreateBandwidthPackage', added({ BandwidthPackageCount: 21 })),
};

function replacedOrAdded(bandwidth: Parameters): Scenario {
  return bent((valid, _, operation) =>
    'InternetMaxBandwidthOut' in valid || operation === 'AllocateAddresses'
      ? { ...valid, ...bandwidth }
      : undefined,
  );
}

function onInterface(NetworkInterfaceId: string, PrivateIpAddress: string): Scenario {
  return bent(() => ({ AddressId: 'eip-free', NetworkInterfaceId, PrivateIpAddress }));
}
