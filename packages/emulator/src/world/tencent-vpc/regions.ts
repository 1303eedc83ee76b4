export interface Zone {
  readonly name: string;
  readonly id: number;
}

export interface Region {
  readonly name: string;
  readonly zones: readonly [Zone, ...Zone[]];
}

/** Numbers that zone ids start with; the public list of regions and zones has them. */
const codes: Readonly<Record<string, number>> = {
  'ap-guangzhou': 10,
  'ap-shanghai': 20,
  'ap-hongkong': 30,
  'na-toronto': 40,
  'ap-beijing': 80,
  'ap-singapore': 90,
  'na-siliconvalley': 15,
  'ap-chengdu': 16,
  'eu-frankfurt': 17,
  'ap-seoul': 18,
  'ap-chongqing': 19,
  'ap-mumbai': 21,
  'na-ashburn': 22,
  'ap-bangkok': 23,
  'eu-moscow': 24,
  'ap-tokyo': 25,
  'ap-nanjing': 33,
  'ap-jakarta': 72,
  'sa-saopaulo': 74,
};

const zone = (region: string, code: number, number: number): Zone => ({
  name: `${region}-${number}`,
  id: code * 10_000 + number,
});

/** Regions that offer NAT gateways, each with three zones here. */
export const regions: readonly Region[] = Object.entries(codes).map(([name, code]) => ({
  name,
  zones: [zone(name, code, 1), zone(name, code, 2), zone(name, code, 3)],
}));

export function findRegion(name: string): Region | undefined {
  return regions.find((region) => region.name === name);
}
