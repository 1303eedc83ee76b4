export interface Region {
  readonly id: string;
  readonly localName: string;
  readonly englishName: string;
  /** Letters of the zones that exist. */
  readonly zones: readonly string[];
  /** Whether Enhanced gateways are sold, which is also what makes their zones available. */
  readonly enhanced: boolean;
  /** Gateways are Enhanced unless a call says otherwise (CreateNatGateway, NatType). */
  readonly enhancedByDefault: boolean;
  /** Whether Normal gateways may be converted (UpdateNatGatewayNatType). */
  readonly conversion: boolean;
  /** Second octet of the ready network, 10.x.0.0/16. */
  readonly network: number;
}

type Traits = Partial<Pick<Region, 'enhanced' | 'enhancedByDefault' | 'conversion'>>;

const usual = {
  zones: ['a', 'b'],
  enhanced: true,
  enhancedByDefault: false,
  conversion: false,
};
const newGeneration: Traits = { enhancedByDefault: true, conversion: true };

function region(id: string, localName: string, englishName: string, traits: Traits = {}) {
  return { id, localName, englishName, ...usual, ...traits };
}

/** The regions the documents name, and one (cn-huhehaote) where Enhanced gateways are not sold. */
const table = [
  region('cn-qingdao', '华北1（青岛）', 'China (Qingdao)', { conversion: true }),
  region('cn-beijing', '华北2（北京）', 'China (Beijing)'),
  region('cn-huhehaote', '华北5（呼和浩特）', 'China (Hohhot)', { enhanced: false }),
  region('cn-hangzhou', '华东1（杭州）', 'China (Hangzhou)'),
  region('cn-shanghai', '华东2（上海）', 'China (Shanghai)'),
  region('cn-shenzhen', '华南1（深圳）', 'China (Shenzhen)'),
  region('cn-chengdu', '西南1（成都）', 'China (Chengdu)', newGeneration),
  region('ap-southeast-1', '新加坡', 'Singapore'),
  region('ap-southeast-3', '马来西亚（吉隆坡）', 'Malaysia (Kuala Lumpur)', newGeneration),
  region('ap-south-1', '印度（孟买）', 'India (Mumbai)', newGeneration),
  region('eu-central-1', '德国（法兰克福）', 'Germany (Frankfurt)', newGeneration),
  region('eu-west-1', '英国（伦敦）', 'UK (London)', newGeneration),
];

export const regions: readonly Region[] = table.map((entry, index) => ({ ...entry, network: index + 1 }));

const byId = new Map(regions.map((region) => [region.id, region]));

export function findRegion(id: string): Region | undefined {
  return byId.get(id);
}

export function zoneIds(region: Region): readonly string[] {
  return region.zones.map((letter) => `${region.id}-${letter}`);
}

export type Language = 'zh-CN' | 'en-US';

export function regionName(region: Region, language: Language): string {
  return language === 'en-US' ? region.englishName : region.localName;
}

/** `华北1 可用区 A`, or `China (Qingdao) Zone A`. */
export function zoneName(region: Region, zoneId: string, language: Language): string {
  const letter = zoneId.slice(-1).toUpperCase();
  if (language === 'en-US') return `${region.englishName} Zone ${letter}`;
  return `${region.localName.replace(/（.*/, '')} 可用区 ${letter}`;
}

/** The region whose ready network is named at start: conversion to Enhanced is offered there. */
export const readyRegion = 'cn-qingdao';
