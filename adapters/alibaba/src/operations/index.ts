import type * as z from 'zod';
import {
  AddBandwidthPackageIps,
  ConvertBandwidthPackage,
  CreateBandwidthPackage,
  DeleteBandwidthPackage,
  DescribeBandwidthPackages,
  ModifyBandwidthPackageAttribute,
  ModifyBandwidthPackageSpec,
  RemoveBandwidthPackageIps,
} from './bandwidth-packages.ts';
import {
  GetNatGatewayConvertStatus,
  ListEnhancedNatGatewayAvailableZones,
  UpdateNatGatewayNatType,
} from './conversion.ts';
import {
  AllocateEipAddress,
  AssociateEipAddress,
  AssociateEipAddressBatch,
  DescribeEipAddresses,
  ModifyEipAddressAttribute,
  ReleaseEipAddress,
  UnassociateEipAddress,
} from './elastic-ips.ts';
import {
  CreateForwardEntry,
  DeleteForwardEntry,
  DescribeForwardTableEntries,
  ModifyForwardEntry,
} from './forward-entries.ts';
import {
  CreateNatGateway,
  DeleteNatGateway,
  DeletionProtection,
  DescribeNatGateways,
  GetNatGatewayAttribute,
  ModifyNatGatewayAttribute,
  ModifyNatGatewaySpec,
} from './gateways.ts';
import { DescribeRegions, DescribeVpcs, DescribeVSwitches, DescribeZones } from './networks.ts';
import {
  CreateSnatEntry,
  DeleteSnatEntry,
  DescribeSnatTableEntries,
  ModifySnatEntry,
} from './snat-entries.ts';
import { ListTagResources, TagResources, UnTagResources } from './tags.ts';

/** Every native operation under its documented name: the 24 of the NAT gateway reference, and those a gateway needs around it. */
export const operations = {
  CreateNatGateway,
  ModifyNatGatewayAttribute,
  ListEnhancedNatGatewayAvailableZones,
  UpdateNatGatewayNatType,
  GetNatGatewayConvertStatus,
  ModifyNatGatewaySpec,
  DescribeNatGateways,
  DeleteNatGateway,
  CreateForwardEntry,
  ModifyForwardEntry,
  DescribeForwardTableEntries,
  DeleteForwardEntry,
  CreateSnatEntry,
  ModifySnatEntry,
  DescribeSnatTableEntries,
  DeleteSnatEntry,
  CreateBandwidthPackage,
  DescribeBandwidthPackages,
  ModifyBandwidthPackageAttribute,
  ModifyBandwidthPackageSpec,
  AddBandwidthPackageIps,
  RemoveBandwidthPackageIps,
  DeleteBandwidthPackage,
  ConvertBandwidthPackage,
  GetNatGatewayAttribute,
  DeletionProtection,
  AllocateEipAddress,
  AssociateEipAddress,
  AssociateEipAddressBatch,
  UnassociateEipAddress,
  ReleaseEipAddress,
  DescribeEipAddresses,
  ModifyEipAddressAttribute,
  DescribeVpcs,
  DescribeVSwitches,
  DescribeRegions,
  DescribeZones,
  TagResources,
  UnTagResources,
  ListTagResources,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type OperationInput<N extends OperationName> = z.input<Operations[N]['request']>;
export type OperationOutput<N extends OperationName> = z.output<Operations[N]['response']>;
