/** Regions the SDKs send to the central endpoint (@alicloud/vpc20160428 7.3.2); every other has a host of its own. */
const central = new Set([
  'cn-hangzhou',
  'cn-wuhan',
  'cn-shanghai-finance-1',
  'cn-shenzhen-finance-1',
  'cn-north-2-gov-1',
]);

export const endpointOf = (region: string): string =>
  central.has(region) ? 'https://vpc.aliyuncs.com' : `https://vpc.${region}.aliyuncs.com`;
